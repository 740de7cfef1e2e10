// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.order;

import io.pumpbridge.druglibrary.document.LibraryReader;
import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.store.CrashingStore;
import io.pumpbridge.druglibrary.store.SealedStore;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.ProgrammeSteps;
import io.pumpbridge.model.driver.PumpProgrammer;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.trust.SignerRole;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A gateway's part that takes orders, and a pump that does as it is told. */
final class OrderLab {
  static final String ORDER = Examples.read("/examples/signed-order.json");
  static final String ID = "example-not-for-clinical-use-1";

  final CrashingStore store = new CrashingStore();
  final Fakes.Journal journal = new Fakes.Journal();
  final Fakes.MutableClock clock = new Fakes.MutableClock();
  final Pump pump = new Pump();
  Optional<DrugLibrary> library = library(Examples.LIBRARY);
  Optional<String> encounter = Optional.empty();
  private Orders orders = started();

  OrderLab() {
    journal.confirming = true;
  }

  static Optional<DrugLibrary> library(String json) {
    try {
      return Optional.of(LibraryReader.read(Examples.bytes(json)));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static Bytes signed(String order) {
    return Fakes.Signing.sign(order, SignerRole.ORDER_SYSTEM);
  }

  static String with(String what, String by) {
    return Examples.with(ORDER, what, by);
  }

  /** With a dose and whatever else. */
  static String dosed(String dose, String more) {
    return Examples.with(with("\"0.1\"", "\"" + dose + "\""), "\"mode\"", more + "\"mode\"");
  }

  private Orders started() {
    Orders made =
        new Orders(
            new OrderCheck(new Fakes.Signing(), Fakes.IDENTITY),
            new OrderBook(new SealedStore(store, Fakes.SEALER)),
            new OrderEvents(new Recorder(journal, journal)),
            new Orders.Basis(() -> library, (channel, now) -> encounter),
            clock,
            length -> clock.pass(length));
    made.load();
    return made;
  }

  /** Power comes back. */
  void restart() {
    store.restart();
    orders = started();
  }

  Answer send(String order) {
    return sendSigned(signed(order));
  }

  Answer sendSigned(Bytes signed) {
    return OrderHandler.of(orders, pump)
        .handle(new Command("r1", Command.Verb.EXEC, "order", signed));
  }

  /** A stopped pump that can be set, unless a test says otherwise. */
  static final class Pump implements PumpProgrammer {
    final List<String> set = new ArrayList<>();
    final Deque<ProgrammeOutcome> outcomes = new ArrayDeque<>();
    Optional<Found> found = Optional.empty();
    String step = "0.01";
    Runnable meanwhile = () -> {};
    boolean interrupting;

    @Override
    public Found find(String serial, String channel) {
      return found.orElseGet(
          () ->
              serial.equals("800200123")
                  ? new Settable(
                      new PumpIdentity("alaris", "alaris-asena", "GH", serial, "2.1.5"),
                      channel,
                      "/dev/pump",
                      "",
                      new ProgrammeSteps(Quantity.of(step, "mL/h"), Quantity.of("0.1", "mL")))
                  : new Offline());
    }

    @Override
    public ProgrammeOutcome programme(
        String id, Settable pump, Quantity rate, Optional<Quantity> volume)
        throws InterruptedException {
      set.add(id + " " + rate + volume.map(v -> " " + v).orElse(""));
      meanwhile.run();
      if (interrupting) {
        throw new InterruptedException();
      }
      return outcomes.isEmpty() ? new ProgrammeOutcome.Programmed() : outcomes.poll();
    }
  }
}
