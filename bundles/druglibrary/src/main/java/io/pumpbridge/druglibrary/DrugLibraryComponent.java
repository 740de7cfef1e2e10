// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary;

import io.pumpbridge.druglibrary.association.AssociationCheck;
import io.pumpbridge.druglibrary.association.AssociationEvents;
import io.pumpbridge.druglibrary.association.AssociationHandler;
import io.pumpbridge.druglibrary.association.Associations;
import io.pumpbridge.druglibrary.judge.LibraryDoseJudge;
import io.pumpbridge.druglibrary.library.LibraryHandler;
import io.pumpbridge.druglibrary.library.LibraryHealth;
import io.pumpbridge.druglibrary.library.LibraryShelf;
import io.pumpbridge.druglibrary.library.StatementHandler;
import io.pumpbridge.druglibrary.library.VerifiedLibrary;
import io.pumpbridge.druglibrary.line.LibraryStatus;
import io.pumpbridge.druglibrary.line.LineEvents;
import io.pumpbridge.druglibrary.line.Lines;
import io.pumpbridge.druglibrary.line.LinesKeeper;
import io.pumpbridge.druglibrary.order.OrderBook;
import io.pumpbridge.druglibrary.order.OrderCheck;
import io.pumpbridge.druglibrary.order.OrderEvents;
import io.pumpbridge.druglibrary.order.Orders;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.store.DirectoryStore;
import io.pumpbridge.druglibrary.store.SealedStore;
import io.pumpbridge.druglibrary.store.Store;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.dose.Association;
import io.pumpbridge.model.dose.DoseJudge;
import io.pumpbridge.model.dose.Judgement;
import io.pumpbridge.model.dose.LibraryStatusDesk;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.DeviceIdentity;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.SignatureVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Puts the drug library into the registry. It has no configuration: the hospital and the gateway
 * come from the device's identity, the place of its files from the framework.
 *
 * <p>Six parameters, because DS injects each service by itself.
 */
@Component(
    name = "io.pumpbridge.druglibrary",
    service = {
      DoseJudge.class,
      HealthCheck.class,
      LibraryStatusDesk.class,
      DrugLibraryComponent.class
    },
    immediate = true)
public final class DrugLibraryComponent implements DoseJudge, HealthCheck, LibraryStatusDesk {
  private static final String STATE = "io.pumpbridge.state";

  private final LibraryDoseJudge judge;
  private final LibraryHealth health;
  private final LibraryStatus status;
  private final LinesKeeper keeper;
  private final LibraryHandler libraryHandler;
  private final StatementHandler statementHandler;
  private final AssociationHandler associationHandler;
  private final Orders orders;

  @Activate
  public DrugLibraryComponent(
      BundleContext context,
      @Reference SignatureVerifier verifier,
      @Reference Sealer sealer,
      @Reference DeviceIdentity identity,
      @Reference EventJournal journal,
      @Reference(name = "clock") TrustedClock clock)
      throws IOException {
    String state = context.getProperty(STATE);
    if (state == null) {
      throw new IllegalStateException("the framework property " + STATE + " is not set");
    }
    Store store = DirectoryStore.open(Path.of(state, "druglibrary"));
    Recorder recorder = new Recorder(journal);
    Lines lines = new Lines(store, clock, new LineEvents(recorder));
    LibraryShelf shelf = new LibraryShelf(store, verifier, identity, recorder, lines);
    shelf.load();
    Associations associations =
        new Associations(
            new SealedStore(store, sealer),
            new AssociationCheck(verifier, identity),
            new AssociationEvents(recorder));
    associations.load(clock.read());
    this.orders =
        new Orders(
            new OrderCheck(verifier, identity),
            new OrderBook(new SealedStore(store, sealer)),
            new OrderEvents(recorder),
            new Orders.Basis(
                () -> shelf.inForce().map(VerifiedLibrary::library), associations::encounter),
            clock);
    orders.load();
    this.judge = new LibraryDoseJudge(shelf, lines, associations, clock);
    this.health = new LibraryHealth(shelf);
    this.status = new LibraryStatus(shelf, lines, clock);
    this.keeper = LinesKeeper.start(lines);
    this.libraryHandler = new LibraryHandler(shelf, status::tell);
    this.statementHandler = new StatementHandler(shelf, clock);
    this.associationHandler = new AssociationHandler(associations, clock);
  }

  CommandHandler libraryHandler() {
    return libraryHandler;
  }

  CommandHandler statementHandler() {
    return statementHandler;
  }

  CommandHandler associationHandler() {
    return associationHandler;
  }

  Orders orders() {
    return orders;
  }

  @Deactivate
  void stop() {
    keeper.close();
  }

  @Override
  public Map<String, Object> status() {
    return status.tell().toTree();
  }

  @Override
  public Judgement judge(PumpIdentity pump, Observation observation) {
    return judge.judge(pump, observation);
  }

  @Override
  public Judgement judge(PumpIdentity pump, Observation observation, String careArea) {
    return judge.judge(pump, observation, careArea);
  }

  @Override
  public Optional<Association> association(PumpIdentity pump, String channel) {
    return judge.association(pump, channel);
  }

  @Override
  public List<Association> drop(PumpIdentity pump, String reason) {
    return judge.drop(pump, reason);
  }

  @Override
  public long libraryVersion() {
    return judge.libraryVersion();
  }

  @Override
  public String part() {
    return health.part();
  }

  @Override
  public Health check() {
    return health.check();
  }
}
