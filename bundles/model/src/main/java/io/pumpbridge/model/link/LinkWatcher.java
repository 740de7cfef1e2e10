// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.link;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Knows the ports that the site uses, sees which are there, and opens them. */
public interface LinkWatcher {

  /** Ports that are there now, in a stable order; they come and go. */
  List<PortId> present();

  /**
   * The serial number of the adapter that a port is on: a hint, since cheap adapters have none or
   * all the same.
   *
   * @return empty if the adapter has none, or the port is no adapter's
   */
  default Optional<String> adapter(PortId port) {
    return Optional.empty();
  }

  /**
   * Opens a port for this process alone.
   *
   * @throws IOException if it is gone, taken, or refuses the settings; the message says which
   */
  ByteLink open(PortId port, LineSettings settings) throws IOException;
}
