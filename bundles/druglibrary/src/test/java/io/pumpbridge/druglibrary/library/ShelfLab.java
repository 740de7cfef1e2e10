// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.store.CrashingStore;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.measure.Bytes;
import java.util.List;

/** A shelf on a disk that can fail. */
final class ShelfLab {
  final CrashingStore store = new CrashingStore();
  final Fakes.Signing signing = new Fakes.Signing();
  final Fakes.Journal journal = new Fakes.Journal();
  LibraryShelf shelf = on(store);

  LibraryShelf on(CrashingStore disk) {
    LibraryShelf started =
        new LibraryShelf(
            disk,
            signing,
            Fakes.IDENTITY,
            new Recorder(journal, journal),
            Fakes.channels(disk, journal));
    started.load();
    return started;
  }

  /** As after a power cut. */
  void restart() {
    store.restart();
    shelf = on(store);
  }

  /** In force; 0 if none is. */
  long version() {
    return shelf.inForce().map(found -> found.library().version()).orElse(0L);
  }

  HealthCheck.Health health() {
    return new LibraryHealth(shelf).check();
  }

  /** A library is; nothing else has changed, and that is said. */
  RefusedException refused(Bytes signed) {
    long before = version();
    List<String> files = store.names();
    int said = journal.events.size();
    RefusedException e = catchThrowableOfType(RefusedException.class, () -> shelf.accept(signed));
    assertThat(e).as("was accepted").isNotNull();
    assertThat(version()).as("the last good state stays").isEqualTo(before);
    assertThat(store.names()).isEqualTo(files);
    assertThat(journal.last(EventName.LIBRARY_REFUSED).toString())
        .contains("\"code\":\"" + e.code() + "\"");
    assertThat(journal.names().subList(said, journal.names().size()))
        .containsExactly(EventName.LIBRARY_RECEIVED, EventName.LIBRARY_REFUSED);
    assertThat(e.reason()).endsWith(".");
    return e;
  }
}
