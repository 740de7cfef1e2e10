// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary;

import static io.pumpbridge.druglibrary.lab.Examples.ASSOCIATION;
import static io.pumpbridge.druglibrary.lab.Examples.signedAssociation;
import static io.pumpbridge.druglibrary.lab.Examples.signedLibrary;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.association.AssociationCheck;
import io.pumpbridge.druglibrary.association.AssociationEvents;
import io.pumpbridge.druglibrary.association.AssociationHandler;
import io.pumpbridge.druglibrary.association.Associations;
import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.druglibrary.library.LibraryHandler;
import io.pumpbridge.druglibrary.library.LibraryShelf;
import io.pumpbridge.druglibrary.library.StatementHandler;
import io.pumpbridge.druglibrary.order.OrderBook;
import io.pumpbridge.druglibrary.order.OrderCheck;
import io.pumpbridge.druglibrary.order.OrderEvents;
import io.pumpbridge.druglibrary.order.OrderHandler;
import io.pumpbridge.druglibrary.order.Orders;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.store.CrashingStore;
import io.pumpbridge.druglibrary.store.SealedStore;
import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.audit.Repeats;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.PumpProgrammer;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.trust.SignerRole;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Whoever can send to the gateway fills no journal by it, with garbage or with what was sent. */
class StrangersTest {
  private static final int STORM = 500;

  /** What {@link Repeats} tells of one name in an hour, and one for the further ones. */
  private static final int MOST = 33;

  private final CrashingStore store = new CrashingStore();
  private final SealedStore sealed = new SealedStore(store, Fakes.SEALER);
  private final Fakes.Signing signing = new Fakes.Signing();
  private final Fakes.Journal journal = new Fakes.Journal();
  private final Fakes.MutableClock clock = new Fakes.MutableClock();
  private final Recorder recorder = new Recorder(journal, new Counted());
  private final LibraryShelf shelf =
      new LibraryShelf(store, signing, Fakes.IDENTITY, recorder, Fakes.channels(store, journal));
  private final CommandHandler libraries = LibraryHandler.of(shelf, () -> Fields.builder().build());
  private final CommandHandler statements = StatementHandler.of(shelf, clock);
  private final CommandHandler associations =
      AssociationHandler.of(
          new Associations(
              sealed,
              new AssociationCheck(signing, Fakes.IDENTITY),
              new AssociationEvents(recorder)),
          clock);
  private final CommandHandler orders =
      OrderHandler.of(
          new Orders(
              new OrderCheck(signing, Fakes.IDENTITY),
              new OrderBook(sealed),
              new OrderEvents(recorder),
              new Orders.Basis(Optional::empty, (channel, now) -> Optional.empty()),
              clock),
          new NoPump());

  /** As the journal counts. */
  private final class Counted implements AuditTrail {
    private final Repeats repeats = new Repeats();

    @Override
    public CompletableFuture<Void> keep(Event event) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void refuse(Event event) {
      for (Event told : repeats.on(event, 0)) {
        var unused = journal.append(told);
      }
    }
  }

  private static final class NoPump implements PumpProgrammer {
    @Override
    public Found find(String pumpSerial, String channel) {
      return new Offline();
    }

    @Override
    public ProgrammeOutcome programme(
        String id, Settable pump, Quantity rate, Optional<Quantity> volume) {
      throw new UnsupportedOperationException();
    }
  }

  private static void send(CommandHandler handler, Bytes body) {
    handler.handle(new Command("r", Command.Verb.EXEC, handler.resource(), body));
  }

  @Test
  void garbageIsCounted() {
    for (CommandHandler handler : List.of(libraries, statements, associations, orders)) {
      journal.events.clear();
      for (int i = 0; i < STORM; i++) {
        send(handler, Examples.bytes("garbage " + i));
      }
      assertThat(journal.events.size()).as(handler.resource()).isBetween(1, 2 * MOST);
    }
  }

  @Test
  void whatWasSentBeforeIsCounted() {
    Bytes order =
        Fakes.Signing.sign(Examples.read("/examples/signed-order.json"), SignerRole.ORDER_SYSTEM);
    send(libraries, signedLibrary(2));
    for (int i = 0; i < STORM; i++) {
      send(libraries, signedLibrary(3));
      send(libraries, signedLibrary(2));
      send(associations, signedAssociation(ASSOCIATION));
      send(orders, order);
    }
    assertThat(journal.events.size()).isBetween(1, MOST);
  }
}
