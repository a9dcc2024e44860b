"""Builds the few objects that hold something: the library, the editor, the searcher, the post."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial, wraps
from threading import Event, Thread
from typing import TYPE_CHECKING

import structlog

from app import db
from app.articles.library import Library
from app.curation import gap_letters, inbox
from app.curation.attention.looking import Looker
from app.curation.letters import gap_news, owners, readers, reviews
from app.editing.board import Board
from app.editing.editor import Editor
from app.editing.folder import Folder
from app.editing.git import Git
from app.editing.lock import ContentLock
from app.feedback import helpfulness
from app.outbox import mail, publications
from app.search import own_synonyms, pins
from app.search.encoders.base import EncoderUnavailable
from app.search.encoders.bundled import BundledEncoder
from app.search.encoders.embeddings_api import EmbeddingsApi
from app.search.encoders.http import HttpEncoder
from app.search.engines.whoosh import WhooshEngine
from app.search.indexer import Indexer
from app.search.meaning import Meaning
from app.search.searcher import Searcher
from app.tickets import attachments, policy
from app.tickets.letters.articles import public_articles, suggest
from app.tickets.letters.story import Office
from app.tickets.post import Post

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.config import Config

log = structlog.get_logger()

REST = 20  # times as long as a look at the articles took, before the next one
LONGEST_REST = 60  # seconds: one look that a slow disk held up must not hold up the next for long
CHECK_ROUNDS = 3  # of refreshing, after which asked checks of articles are begun
HELPFULNESS_ROUNDS = 30  # of refreshing, after which all votes are counted again


@dataclass(frozen=True)
class Services:
    """What a view or a command works with."""

    config: Config
    library: Library
    searcher: Searcher
    indexer: Indexer
    post: Post
    editor: Editor
    board: Board = field(default_factory=Board)

    def refresh(self) -> None:
        """Take up articles that changed on disk, in the library and in the index."""
        self.library.refresh()
        self.indexer.take_up()
        self.searcher.prepare_words()

    def keep_up(self) -> float:
        """Refresh; return the seconds to rest, so that looks never take much of a busy server."""
        self.refresh()
        return min(REST * self.library.look_seconds, LONGEST_REST)

    def keep_fresh(self) -> Event:
        """Refresh every `refresh_seconds` until the event that this returns is set.

        Each has a thread of its own: an edit is found by words while its vectors are made.
        """
        stop, seconds = Event(), self.config.refresh_seconds
        log.info("letters", go_to=mail.described(self.config), links=self.config.public_url())
        for work, pause in (
            (self.keep_up, seconds),
            (self.tidy, seconds),
            (_when_changed(lambda: self.library.snapshot, self.keep_revisions), seconds),
            (self.refresh_meaning, seconds),
            (self.refresh_synonyms, seconds),
            (self.refresh_curated, seconds),
            (self.refresh_helpfulness, HELPFULNESS_ROUNDS * seconds),
            (self.deliver_mail, seconds),
            (self.deliver_webhooks, seconds),
            (self.announce_articles, HELPFULNESS_ROUNDS * seconds),
            (self.check_if_asked, CHECK_ROUNDS * seconds),
        ):
            arguments = (work, pause, stop)
            Thread(target=_repeat, args=arguments, name=work.__name__, daemon=True).start()
        return stop

    def tidy(self) -> None:
        """Gather what many small changes have left in the index."""
        self.searcher.tidy()

    def keep_revisions(self) -> None:
        """Keep a version of each article that changed on disk, past the studio."""
        self.editor.keep_changes_on_disk()

    def refresh_meaning(self) -> None:
        """Load the encoder, the first time, and make vectors of what changed."""
        self.searcher.sync_meaning(self.library.snapshot)

    def refresh_synonyms(self) -> None:
        """Take up the operator's own synonyms."""
        self.searcher.use_synonyms(own_synonyms.in_use())

    def refresh_pins(self) -> None:
        """Take up what editors have pinned to queries."""
        self.searcher.use_pins(pins.in_use())

    def refresh_curated(self) -> None:
        """Take up what editors have pinned and announced."""
        self.refresh_pins()
        self.board.refresh()

    def refresh_helpfulness(self) -> None:
        """Take up what readers' votes say of the articles."""
        self.searcher.use_helpfulness(helpfulness.by_article())

    def deliver_mail(self) -> None:
        """Send the letters that are due."""
        self.post.deliver_mail()

    def deliver_webhooks(self) -> None:
        """Post the webhooks that are due, and hand tickets over."""
        self.post.deliver_webhooks()
        self.post.deliver_handovers()

    def looker(self) -> Looker:
        """Return what checks the articles as they are now for what wants attention.

        A process that does not serve makes its searcher answer as a server's does first.
        """
        return Looker(self.library.snapshot, self.searcher, self.config)

    def check_if_asked(self) -> None:
        """Run the checks of articles that an editor asked for."""
        self.looker().look_if_asked()

    def announce_articles(self) -> None:
        """Tell of the articles that have become public."""
        publications.announce(public_articles(self.library.snapshot))


def _when_changed(look: Callable[[], object], work: Callable[[], None]) -> Callable[[], None]:
    """Do the work the first time, and then only if what there is to see is another object."""
    done_for: list[object] = [None]

    @wraps(work)
    def if_changed() -> None:
        seen = look()
        if seen is not done_for[0]:
            work()
            done_for[0] = seen

    return if_changed


def _repeat(work: Callable[[], float | None], seconds: float, stop: Event) -> None:
    """Do the work again and again, with pauses of `seconds` or, where it says so, longer ones."""
    while not stop.is_set():
        rest = None
        try:
            rest = work()
        except EncoderUnavailable as error:
            log.warning("vectors wait for the encoder", why=str(error))
        except Exception:  # a full disk today must not stop tomorrow's refresh
            log.exception("refresh failed", work=work.__name__)
        finally:
            db.session.remove()
        stop.wait(max(seconds, rest or 0))


def build(config: Config) -> Services:
    """Connect the database and open the library and the index that `config` names."""
    config.instance_folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # personal data
    db.connect(config.database(), connections=config.threads)
    policy.use(config)
    attachments.use(config)
    library = Library(config.articles_folder)
    engine = WhooshEngine(config.index_folder)
    searcher = Searcher(library, engine, _meaning(config))
    others = {
        inbox.LETTER: partial(readers.to_reader, library=library),
        owners.LETTER: partial(owners.to_owner, library=library),
        reviews.LETTER: partial(reviews.to_colleague, library=library),
        gap_letters.LETTER: partial(gap_news.to_asker, library=library),
    }
    office = Office(config, config.secret(), partial(suggest, library, searcher, config), others)
    indexer = Indexer(library, engine, searcher)
    take_up = partial(_take_up, indexer)
    editor = Editor(Folder(library, _lock(config), take_up, _git(config)))
    return Services(config, library, searcher, indexer, Post(office), editor)


def _lock(config: Config) -> ContentLock:
    return ContentLock(config.instance_folder / "articles.lock")


def _git(config: Config) -> Git | None:
    if config.articles_git == "off":
        return None
    state = config.instance_folder / "git.json"
    return Git(config.articles_folder, state, config.mail_from)


def _take_up(indexer: Indexer, _changes: object) -> None:
    """Let what was just written be found; if that fails, the next refresh does it."""
    try:
        indexer.take_up()
    except Exception:  # the file is saved: its writer must not be told that it is not
        log.exception("an article that was written is not indexed yet")


def _meaning(config: Config) -> Meaning | None:
    """The encoder that `config` names, not loaded yet."""
    if config.encoder == "none":
        return None
    folder = config.index_folder / "meaning"
    if config.encoder == "bundled":
        return Meaning(BundledEncoder(folder), folder)
    api = EmbeddingsApi(config.encoder_url, config.encoder_model, config.encoder_key)
    return Meaning(HttpEncoder(api), folder)
