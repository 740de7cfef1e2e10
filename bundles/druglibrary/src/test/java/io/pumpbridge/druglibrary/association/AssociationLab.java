// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.association;

import static io.pumpbridge.druglibrary.lab.Examples.ASSOCIATION;
import static io.pumpbridge.druglibrary.lab.Examples.signedAssociation;
import static io.pumpbridge.druglibrary.lab.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pumpbridge.druglibrary.channel.Channel;
import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.store.CrashingStore;
import io.pumpbridge.druglibrary.store.SealedStore;
import io.pumpbridge.model.dose.Association;
import io.pumpbridge.model.measure.Bytes;
import java.util.List;
import java.util.Optional;

/** Associations on a disk that can fail. */
final class AssociationLab {
  static final Channel CHANNEL = new Channel("800200123", "1");

  final CrashingStore disk = new CrashingStore();
  final Fakes.Signing signing = new Fakes.Signing();
  final Fakes.Journal journal = new Fakes.Journal();
  final Fakes.MutableClock clock = new Fakes.MutableClock();
  Associations associations = started();

  Associations started() {
    Associations started =
        new Associations(
            new SealedStore(disk, Fakes.SEALER),
            new AssociationCheck(signing, Fakes.IDENTITY),
            new AssociationEvents(new Recorder(journal, journal)));
    started.load(clock.read());
    return started;
  }

  void restart() {
    disk.restart();
    associations = started();
  }

  static String issuedAt(String hourAndMinute) {
    return with(
        with(ASSOCIATION, "use-1", "use-" + hourAndMinute.replace(":", "")),
        "03-01T11:00",
        "03-01T" + hourAndMinute);
  }

  Associations.Outcome accept(String content) throws RefusedException {
    return associations.accept(signedAssociation(content), clock.read());
  }

  String refused(String content) {
    return refused(signedAssociation(content));
  }

  String refused(Bytes signed) {
    Optional<Association> before = found();
    RefusedException e =
        catchThrowableOfType(
            RefusedException.class, () -> associations.accept(signed, clock.read()));
    assertThat(e).as("was accepted").isNotNull();
    assertThat(found()).as("what was held stays held").isEqualTo(before);
    assertThat(journal.events.get(journal.events.size() - 1).toFields().toString())
        .contains("ASSOCIATION_REFUSED", "\"code\":\"" + e.code() + "\"");
    assertThat(e.reason()).endsWith(".");
    return e.code();
  }

  Optional<Association> found() {
    return associations.find(CHANNEL, clock.wall);
  }

  void reset() throws Exception {
    for (String name : List.copyOf(disk.names())) {
      disk.delete(name);
    }
    restart();
  }
}
