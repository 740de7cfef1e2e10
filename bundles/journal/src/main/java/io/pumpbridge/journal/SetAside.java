// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.SalvageLog.Progress;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.time.ClockReading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stores that were set aside as damaged: they come back one after the other. One that cannot be
 * read now holds up no other and is tried again; until it was read, or was taken away, its answers
 * are missing. For one thread.
 */
final class SetAside {
  private static final Logger log = LoggerFactory.getLogger(SetAside.class);

  private final Store store;
  private final StoreOpening opening;
  private final RecordSeal seal;
  private final Pace pace;
  private final BooleanSupplier stop;

  private Optional<StoreSalvage> salvage = Optional.empty();
  private Optional<Path> current = Optional.empty();

  /** Reading them ended in a bug, so it would again in this run. */
  private final Set<String> stumbled = new HashSet<>();

  private Optional<Mending> waiting = Optional.empty();
  private boolean due = true;
  private OptionalLong dueNanos = OptionalLong.empty();
  private Duration retry;

  SetAside(Store store, StoreOpening opening, RecordSeal seal, Pace pace, BooleanSupplier stop) {
    this.store = store;
    this.opening = opening;
    this.seal = seal;
    this.pace = pace;
    this.stop = stop;
    this.retry = pace.retry();
  }

  /** Another one may be there, or one may be readable again. */
  void lookAgain() {
    due = true;
    retry = pace.retry();
  }

  /** One piece of one of them; whether there was something to do. */
  boolean step(ClockReading at) throws JournalException {
    if (salvage.isEmpty() && !isBegun(at)) {
      return false;
    }
    bring(at);
    return true;
  }

  /** From now until one that cannot be read is tried again; empty if there is none. */
  OptionalLong nanosToRetry() {
    return dueNanos.isPresent()
        ? OptionalLong.of(Math.max(0, dueNanos.getAsLong() - System.nanoTime()))
        : OptionalLong.empty();
  }

  /** Begins again with the next step. */
  void drop() {
    salvage.ifPresent(StoreSalvage::close);
    salvage = Optional.empty();
    due = true;
  }

  /** Reading the present one has ended in a bug. */
  void stumble() {
    current.map(StoreFiles::name).ifPresent(stumbled::add);
    drop();
  }

  private boolean isBegun(ClockReading at) throws JournalException {
    OptionalLong wait = nanosToRetry();
    if (!due && (wait.isEmpty() || wait.getAsLong() > 0)) {
      return false;
    }
    giveUpWhatIsGone(at);
    waiting = Optional.empty();
    for (Path directory : opening.unsalvaged()) {
      current = Optional.of(directory);
      salvage = begin(directory);
      if (salvage.isPresent()) {
        return true;
      }
    }
    current = Optional.empty();
    due = false;
    dueNanos = OptionalLong.empty();
    if (waiting.isPresent()) {
      dueNanos = OptionalLong.of(System.nanoTime() + retry.toNanos());
      Duration longer = retry.multipliedBy(2);
      retry = longer.compareTo(pace.longestRetry()) < 0 ? longer : pace.longestRetry();
    }
    return false;
  }

  private void bring(ClockReading at) throws JournalException {
    Path directory = current.orElseThrow();
    Progress progress = salvage.orElseThrow().step(at);
    if (progress.finished()) {
      store.holdAsWanted();
      if (!opening.isGone(progress.name())) { // whoever took it away was quicker
        opening.markSalvaged(directory);
      }
      drop();
      log.warn(
          "a damaged journal was salvaged records={} missing={} answers={} kept_in={}",
          progress.records(),
          progress.lost(),
          progress.answers(),
          progress.name());
    }
    if (progress.answersDone()) {
      store.missingAnswers().lookAgain(store);
    }
    // What waits for somebody's hand is not to be hidden by what goes on by itself.
    store.tell(
        waiting.orElse(
            progress.finished()
                ? new Mending.Salvaged(progress)
                : new Mending.Salvaging(progress)));
  }

  /** Empty if its files cannot be read now. */
  private Optional<StoreSalvage> begin(Path directory) throws JournalException {
    String name = StoreFiles.name(directory);
    if (stumbled.contains(name)) {
      await(name, "the journal has a bug, see the gateway's log");
      return Optional.empty();
    }
    DamagedStore damaged;
    try {
      damaged = DamagedStore.scan(StoreFiles.storeIn(directory), seal, opening.gateway(), stop);
    } catch (JournalException e) {
      if (e.reason() == Reason.UNAVAILABLE) {
        throw e;
      }
      await(name, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    if (opening.isGone(name)) { // since it was found: what is not there must not count as empty
      damaged.close();
      await(name, "it was taken away");
      return Optional.empty();
    }
    boolean begun = false;
    try {
      StoreSalvage started = new StoreSalvage(name, damaged, store, seal);
      begun = true;
      return Optional.of(started);
    } finally {
      if (!begun) {
        damaged.close();
      }
    }
  }

  /** Noted in the store, so that it is noticed also later if it is taken away. */
  private void await(String name, String why) throws JournalException {
    Optional<Progress> noted =
        store.look(
            (database, ledger) ->
                database.salvages().unfinished().stream()
                    .filter(progress -> progress.name().equals(name))
                    .findFirst());
    Progress progress = noted.orElse(Progress.none(name));
    if (noted.isEmpty()) {
      store.change(
          (database, draft) -> {
            database.salvages().put(progress);
            return progress;
          });
      log.warn("a damaged journal cannot be read kept_in={} reason={}", name, why);
    }
    if (waiting.isEmpty()) {
      waiting = Optional.of(new Mending.Waiting(progress, why));
      store.tell(waiting.orElseThrow());
    }
  }

  private void giveUpWhatIsGone(ClockReading at) throws JournalException {
    List<Progress> gone =
        store.look((database, ledger) -> database.salvages().unfinished()).stream()
            .filter(progress -> opening.isGone(progress.name()))
            .toList();
    for (Progress progress : gone) {
      EventRecord said =
          store.add(
              () -> at,
              (database, draft, scribe, room) -> {
                database.salvages().put(progress.withAllAnswers().end());
                return scribe.enter(Gaps.setAsideRemoved(progress), at);
              });
      log.error(
          "a damaged journal was taken away unread kept_in={} seq={}",
          progress.name(),
          said.sequence());
    }
    store.missingAnswers().lookAgain(store);
    gone.forEach(progress -> store.tell(new Mending.GivenUp(progress)));
  }
}
