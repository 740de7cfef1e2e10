// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.desk;

import io.pumpbridge.druglibrary.channel.ChannelEvents;
import io.pumpbridge.druglibrary.channel.Channels;
import io.pumpbridge.druglibrary.channel.LibraryStatus;
import io.pumpbridge.druglibrary.library.LibraryShelf;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.store.DirectoryStore;
import io.pumpbridge.druglibrary.store.Store;
import io.pumpbridge.model.dose.LibraryStatusDesk;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.DeviceIdentity;
import io.pumpbridge.model.trust.SignatureVerifier;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Tells what would be in force on this gateway, where a command asks for it while no agent runs; it
 * looks, verifies, and changes nothing.
 */
@Component(
    name = LibraryStatusDeskComponent.PID,
    service = LibraryStatusDesk.class,
    immediate = true,
    configurationPid = LibraryStatusDeskComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class LibraryStatusDeskComponent implements LibraryStatusDesk {
  static final String PID = "io.pumpbridge.druglibrary.statusdesk";

  private static final String STATE = "io.pumpbridge.state";

  private final LibraryStatus status;

  @Activate
  public LibraryStatusDeskComponent(
      BundleContext context,
      @Reference SignatureVerifier verifier,
      @Reference DeviceIdentity identity,
      @Reference TrustedClock clock) {
    Store store = DirectoryStore.look(Path.of(context.getProperty(STATE), "druglibrary"));
    Recorder nobody = Recorder.silent();
    Channels channels = new Channels(store, clock, new ChannelEvents(nobody));
    LibraryShelf shelf = new LibraryShelf(store, verifier, identity, nobody, channels);
    shelf.load();
    this.status = new LibraryStatus(shelf, channels, clock);
  }

  @Override
  public Map<String, Object> status() {
    return status.tell().toTree();
  }
}
