// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.judge;

import static io.pumpbridge.druglibrary.lab.Examples.ASSOCIATION;
import static io.pumpbridge.druglibrary.lab.Examples.library;
import static io.pumpbridge.druglibrary.lab.Examples.signedAssociation;
import static io.pumpbridge.druglibrary.lab.Examples.signedLibrary;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.association.AssociationCheck;
import io.pumpbridge.druglibrary.association.AssociationEvents;
import io.pumpbridge.druglibrary.association.Associations;
import io.pumpbridge.druglibrary.channel.Channels;
import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.druglibrary.library.LibraryShelf;
import io.pumpbridge.druglibrary.library.StatementHandler;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.store.CrashingStore;
import io.pumpbridge.druglibrary.store.SealedStore;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.dose.Judgement;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.List;
import java.util.Optional;

/** The judge with what it goes by. */
final class JudgeLab {
  static final PumpIdentity PUMP =
      new PumpIdentity("alaris", "alaris-asena", "Asena GH", "800200123", "1.9");

  final Fakes.Signing signing = new Fakes.Signing();
  final Fakes.Journal journal = new Fakes.Journal();
  final Recorder recorder = new Recorder(journal, journal);
  final Fakes.MutableClock clock = new Fakes.MutableClock();
  final CrashingStore store = new CrashingStore();
  Channels channels = Fakes.channels(store, journal, clock);
  LibraryShelf shelf = new LibraryShelf(store, signing, Fakes.IDENTITY, recorder, channels);
  final CrashingStore associationStore = new CrashingStore();
  Associations associations = associations();
  LibraryDoseJudge judge = new LibraryDoseJudge(shelf, channels, associations, clock);

  private Associations associations() {
    Associations made =
        new Associations(
            new SealedStore(associationStore, Fakes.SEALER),
            new AssociationCheck(signing, Fakes.IDENTITY),
            new AssociationEvents(recorder));
    made.load(clock.read());
    return made;
  }

  /** As after a power cut. */
  void restart() throws Exception {
    channels.keep();
    store.restart();
    associationStore.restart();
    associations = associations();
    channels = Fakes.channels(store, journal, clock);
    shelf = new LibraryShelf(store, signing, Fakes.IDENTITY, recorder, channels);
    shelf.load();
    judge = new LibraryDoseJudge(shelf, channels, associations, clock);
  }

  void withdraw(long number, long version, long stepBack) {
    say(Examples.signedStatement(Examples.statement(number, version, stepBack)));
  }

  /** Two people do. */
  void say(Bytes signedStatement) {
    assertThat(
            StatementHandler.of(shelf, clock)
                .handle(new Command("r", Command.Verb.EXEC, "library-statement", signedStatement))
                .status())
        .isEqualTo(Answer.Status.OK);
  }

  static Observation reading(PumpStatus status, String rate) {
    return new Observation(
        "1",
        status,
        Optional.of(Quantity.of(rate, "mL/h")),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  Judgement running(String rate) {
    return judge.judge(PUMP, reading(PumpStatus.INFUSING, rate));
  }

  void take(String library) throws RefusedException {
    shelf.accept(signedLibrary(library));
  }

  void associate() throws RefusedException {
    associations.accept(signedAssociation(ASSOCIATION), clock.read());
  }
}
