// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary;

import io.pumpbridge.druglibrary.association.AssociationCheck;
import io.pumpbridge.druglibrary.association.AssociationEvents;
import io.pumpbridge.druglibrary.association.AssociationHandler;
import io.pumpbridge.druglibrary.association.Associations;
import io.pumpbridge.druglibrary.channel.ChannelEvents;
import io.pumpbridge.druglibrary.channel.Channels;
import io.pumpbridge.druglibrary.channel.ChannelsKeeper;
import io.pumpbridge.druglibrary.channel.LibraryStatus;
import io.pumpbridge.druglibrary.judge.LibraryDoseJudge;
import io.pumpbridge.druglibrary.library.LibraryHandler;
import io.pumpbridge.druglibrary.library.LibraryHealth;
import io.pumpbridge.druglibrary.library.LibraryShelf;
import io.pumpbridge.druglibrary.library.StatementHandler;
import io.pumpbridge.druglibrary.library.VerifiedLibrary;
import io.pumpbridge.druglibrary.order.OrderBook;
import io.pumpbridge.druglibrary.order.OrderCheck;
import io.pumpbridge.druglibrary.order.OrderEvents;
import io.pumpbridge.druglibrary.order.Orders;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.store.DirectoryStore;
import io.pumpbridge.druglibrary.store.SealedStore;
import io.pumpbridge.druglibrary.store.Store;
import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.dose.DoseJudge;
import io.pumpbridge.model.dose.LibraryStatusDesk;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.DeviceIdentity;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.SignatureVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Puts the drug library into the registry, each of its ports as a service of its own. It has no
 * configuration: the hospital and the gateway come from the device's identity, the place of its
 * files from the framework.
 *
 * <p>What is registered here by hand, no tool finds: {@link DrugLibraryComponent#OFFERED} tells the
 * resolver.
 *
 * <p>Seven parameters, because DS injects each service by itself.
 */
@Component(
    name = "io.pumpbridge.druglibrary",
    service = {},
    immediate = true)
@Capability(namespace = "osgi.service", attribute = DrugLibraryComponent.OFFERED)
public final class DrugLibraryComponent {
  /** {@link Orders} are for {@link OrderCommandComponent} alone. */
  static final String OFFERED =
      "objectClass:List<String>='"
          + "io.pumpbridge.druglibrary.order.Orders,"
          + "io.pumpbridge.model.command.CommandHandler,"
          + "io.pumpbridge.model.dose.DoseJudge,"
          + "io.pumpbridge.model.dose.LibraryStatusDesk,"
          + "io.pumpbridge.model.health.HealthCheck'";

  private static final String STATE = "io.pumpbridge.state";

  private final ChannelsKeeper keeper;
  private final Deque<ServiceRegistration<?>> offered = new ArrayDeque<>();

  @Activate
  public DrugLibraryComponent(
      BundleContext context,
      @Reference SignatureVerifier verifier,
      @Reference Sealer sealer,
      @Reference DeviceIdentity identity,
      @Reference EventJournal journal,
      @Reference AuditTrail trail,
      @Reference(name = "clock") TrustedClock clock)
      throws IOException {
    Store store = DirectoryStore.open(state(context).resolve("druglibrary"));
    SealedStore sealed = new SealedStore(store, sealer);
    Recorder recorder = new Recorder(journal, trail);
    Channels channels = new Channels(store, clock, new ChannelEvents(recorder));
    LibraryShelf shelf = new LibraryShelf(store, verifier, identity, recorder, channels);
    shelf.load();
    Associations associations =
        new Associations(
            sealed, new AssociationCheck(verifier, identity), new AssociationEvents(recorder));
    associations.load(clock.read());
    Orders orders =
        new Orders(
            new OrderCheck(verifier, identity),
            new OrderBook(sealed),
            new OrderEvents(recorder),
            new Orders.Basis(
                () -> shelf.inForce().map(VerifiedLibrary::library), associations::encounter),
            clock);
    orders.load();
    LibraryStatus status = new LibraryStatus(shelf, channels, clock);
    this.keeper = ChannelsKeeper.start(channels);
    try {
      offer(context, DoseJudge.class, new LibraryDoseJudge(shelf, channels, associations, clock));
      offer(context, HealthCheck.class, new LibraryHealth(shelf));
      offer(context, LibraryStatusDesk.class, () -> status.tell().toTree());
      offer(context, CommandHandler.class, LibraryHandler.of(shelf, status::tell));
      offer(context, CommandHandler.class, StatementHandler.of(shelf, clock));
      offer(context, CommandHandler.class, AssociationHandler.of(associations, clock));
      offer(context, Orders.class, orders);
    } catch (IllegalStateException stopped) { // by the framework, which takes back what is offered
      keeper.close();
      throw stopped;
    }
  }

  private static Path state(BundleContext context) {
    String state = context.getProperty(STATE);
    if (state == null) {
      throw new IllegalStateException("the framework property " + STATE + " is not set");
    }
    return Path.of(state);
  }

  private <T> void offer(BundleContext context, Class<T> port, T part) {
    offered.push(context.registerService(port, part, null));
  }

  /** Whoever uses a port ends before what is behind it does. */
  @Deactivate
  void stop() {
    while (!offered.isEmpty()) {
      offered.pop().unregister();
    }
    keeper.close();
  }
}
