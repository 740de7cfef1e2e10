// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import static io.pumpbridge.druglibrary.lab.Examples.signedLibrary;
import static io.pumpbridge.druglibrary.lab.Examples.signedStatement;
import static io.pumpbridge.druglibrary.lab.Examples.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pumpbridge.druglibrary.channel.Channels;
import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.store.CrashingStore;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The power goes before and after every change on disk, in every step of a library's life. */
class LibraryLifeTest {
  private static final ClockReading AT = new ClockReading(Fakes.NOW, ClockQuality.SYNCHRONISED, 0);
  private static final PumpIdentity PUMP = new PumpIdentity("alaris", "p", "", "pump-1", "");

  private final Fakes.Signing signing = new Fakes.Signing();
  private final Fakes.Journal journal = new Fakes.Journal();

  /** A gateway with a disk; one pump infuses or not. */
  private final class Gateway {
    private final Channels channels;
    private final LibraryShelf shelf;

    Gateway(CrashingStore disk) {
      channels = Fakes.channels(disk, journal);
      shelf =
          new LibraryShelf(disk, signing, Fakes.IDENTITY, new Recorder(journal, journal), channels);
      shelf.load();
    }

    /** The version that the pump is judged by. */
    long heard(PumpStatus status) {
      return channels
          .on(PUMP, "1", status, Optional.empty(), AT)
          .began()
          .map(library -> library.library().version())
          .orElse(0L);
    }

    long version() {
      return shelf.inForce().map(library -> library.library().version()).orElse(0L);
    }

    void withdraw(int number, int version, int stepBack) throws RefusedException {
      shelf.acceptStatement(signedStatement(statement(number, version, stepBack)), AT);
    }
  }

  private interface Doing {
    void on(Gateway gateway) throws Exception;
  }

  private interface Look {
    void at(CrashingStore disk, String when) throws Exception;
  }

  /** What was done before is on the disk; then the power goes once at each change. */
  private void cutEverywhere(Doing before, Doing cut, Look after) throws Exception {
    boolean whole = false;
    int changes = 0;
    for (int change = 1; !whole; change++) {
      for (boolean afterIt : new boolean[] {false, true}) {
        CrashingStore disk = new CrashingStore();
        Gateway gateway = new Gateway(disk);
        before.on(gateway);
        disk.cutPowerAt(change, afterIt);
        try {
          cut.on(gateway);
          whole = true;
        } catch (CrashingStore.PowerCut e) {
          changes = change;
        }
        disk.restart();
        after.at(disk, "change " + change + (afterIt ? ", after it" : ", before it"));
      }
    }
    assertThat(changes).as("changes on disk").isGreaterThan(3);
  }

  @Test
  void aNewLibraryIsTakenWholeOrNotAtAllAndTheInfusionKeepsItsOwn() throws Exception {
    cutEverywhere(
        gateway -> {
          gateway.shelf.accept(signedLibrary(3));
          assertThat(gateway.heard(PumpStatus.INFUSING)).isEqualTo(3);
        },
        gateway -> gateway.shelf.accept(signedLibrary(4)),
        (disk, when) -> {
          Gateway again = new Gateway(disk);
          assertThat(again.version()).as(when).isIn(3L, 4L);
          if (again.version() == 4) {
            assertThat(again.heard(PumpStatus.INFUSING)).as(when).isEqualTo(3);
          }
          again.shelf.accept(signedLibrary(4));
          Gateway settled = new Gateway(disk);
          assertThat(settled.version()).as(when).isEqualTo(4);
          assertThat(settled.heard(PumpStatus.STOPPED)).as(when).isEqualTo(4);
          assertThat(disk.names()).as(when).doesNotContain(LibraryFiles.STAGED);
          assertThat(ShelfMark.load(disk).mark().version()).as(when).isEqualTo(4);
          assertNotNewer(settled, when);
        });
  }

  private static void assertNotNewer(Gateway gateway, String when) {
    assertThat(
            catchThrowableOfType(
                    RefusedException.class, () -> gateway.shelf.accept(signedLibrary(3)))
                .code())
        .as(when)
        .isEqualTo("library-not-newer");
  }

  /** Once it is stored whole, a restart goes on with it. */
  @Test
  void whatWasStagedComesIntoForceAfterThePowerIsBack() throws Exception {
    CrashingStore disk = new CrashingStore();
    Gateway gateway = new Gateway(disk);
    gateway.shelf.accept(signedLibrary(3));
    disk.put(LibraryFiles.STAGED, signedLibrary(4));
    assertThat(new Gateway(disk).version()).isEqualTo(4);
    disk.put(LibraryFiles.STAGED, signedLibrary(2));
    assertThat(new Gateway(disk).version()).isEqualTo(4);
    assertThat(disk.names()).doesNotContain(LibraryFiles.STAGED);
    disk.put(LibraryFiles.STAGED, signedLibrary(5));
    disk.damage(LibraryFiles.STAGED);
    assertThat(new Gateway(disk).version()).isEqualTo(4);
    assertThat(disk.names()).doesNotContain(LibraryFiles.STAGED);
  }

  @Test
  void aWithdrawalHoldsAsSoonAsItIsStoredAndTheStepBackWithIt() throws Exception {
    cutEverywhere(
        gateway -> {
          gateway.shelf.accept(signedLibrary(3));
          gateway.shelf.accept(signedLibrary(4));
          assertThat(gateway.heard(PumpStatus.INFUSING)).isEqualTo(4);
        },
        gateway -> gateway.withdraw(1, 4, 3),
        (disk, when) -> {
          Gateway again = new Gateway(disk);
          boolean stored = disk.names().contains(Withdrawals.FILE);
          assertThat(again.version()).as(when).isEqualTo(stored ? 3 : 4);
          assertThat(again.heard(PumpStatus.INFUSING)).as(when).isEqualTo(4);
          again.withdraw(1, 4, 3);
          Gateway settled = new Gateway(disk);
          assertThat(settled.version()).as(when).isEqualTo(3);
          assertThat(settled.heard(PumpStatus.INFUSING)).as("it began with it").isEqualTo(4);
          assertThat(settled.heard(PumpStatus.STOPPED)).as(when).isEqualTo(3);
          assertThat(settled.shelf.trouble()).as(when).isEmpty();
        });
  }

  @Test
  void aWithdrawalWithNothingToStepBackToLeavesNothingInForce() throws Exception {
    cutEverywhere(
        gateway -> {
          gateway.shelf.accept(signedLibrary(3));
          gateway.heard(PumpStatus.INFUSING);
          gateway.channels.keep(); // as soon after as the disk allows
        },
        gateway -> gateway.withdraw(1, 3, 0),
        (disk, when) -> {
          new Gateway(disk).withdraw(1, 3, 0);
          Gateway settled = new Gateway(disk);
          assertThat(settled.version()).as(when).isZero();
          assertThat(settled.shelf.trouble().orElseThrow().code()).isEqualTo("library-withdrawn");
          assertThat(settled.heard(PumpStatus.INFUSING)).as("care goes on").isEqualTo(3);
          settled.shelf.accept(signedLibrary(4));
          Gateway next = new Gateway(disk);
          assertThat(next.version()).as(when).isEqualTo(4);
          assertThat(next.heard(PumpStatus.INFUSING)).as(when).isEqualTo(3);
          assertThat(next.heard(PumpStatus.STOPPED)).as(when).isEqualTo(4);
        });
  }

  @Test
  void aNewerLibraryAfterAStepBackIsTakenWholeOrNotAtAll() throws Exception {
    cutEverywhere(
        gateway -> {
          gateway.shelf.accept(signedLibrary(3));
          gateway.shelf.accept(signedLibrary(4));
          gateway.withdraw(1, 4, 3);
        },
        gateway -> gateway.shelf.accept(signedLibrary(5)),
        (disk, when) -> {
          Gateway again = new Gateway(disk);
          assertThat(again.version()).as(when).isIn(3L, 5L);
          again.shelf.accept(signedLibrary(5));
          Gateway settled = new Gateway(disk);
          assertThat(settled.version()).as(when).isEqualTo(5);
          assertNotNewer(settled, when);
        });
  }

  @Test
  void onlyAsManyOldLibrariesAreKeptAsRunningInfusionsNeedAndOneToStepBackTo() throws Exception {
    CrashingStore disk = new CrashingStore();
    Gateway gateway = new Gateway(disk);
    for (int version = 3; version < 12; version++) {
      gateway.shelf.accept(signedLibrary(version));
      gateway.channels.on(
          new PumpIdentity("alaris", "p", "", "pump-" + version, ""),
          "1",
          PumpStatus.INFUSING,
          Optional.empty(),
          AT);
      assertThat(old(disk)).isLessThanOrEqualTo(Bedside.MAX_OLD + 1);
    }
    for (int version = 3; version < 12; version++) {
      gateway.channels.release("pump-" + version);
    }
    gateway.shelf.accept(signedLibrary(12));
    assertThat(old(disk)).isEqualTo(1);
    assertThat(disk.names()).contains(LibraryFiles.old(Examples.contentHash(11)));
  }

  private static long old(CrashingStore disk) {
    return disk.names().stream().filter(name -> name.startsWith(LibraryFiles.OLD)).count();
  }
}
