// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fakes;

import io.pumpbridge.model.link.ByteLink;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.link.LinkWatcher;
import io.pumpbridge.model.link.PortId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Ports in memory that come and go. Each opening gives a fresh line whose far end goes to whatever
 * was plugged in; an open port is taken until it is closed or unplugged. Safe for many threads.
 */
public final class MemoryLinks implements LinkWatcher {

  private static final class Port {
    final BiConsumer<MemoryLink, LineSettings> device;
    Optional<MemoryLink> near = Optional.empty();

    Port(BiConsumer<MemoryLink, LineSettings> device) {
      this.device = device;
    }
  }

  private final Map<PortId, Port> ports = new LinkedHashMap<>();

  /**
   * Plugs something in.
   *
   * @param device gets the far end of each line that is opened, and how the line was set
   */
  public synchronized PortId plug(String path, BiConsumer<MemoryLink, LineSettings> device) {
    PortId id = new PortId(path);
    unplug(id);
    ports.put(id, new Port(device));
    return id;
  }

  /** Pulls it out; an open line is lost. */
  public synchronized void unplug(PortId id) {
    Port port = ports.remove(id);
    if (port != null) {
      port.near.ifPresent(MemoryLink::unplug);
    }
  }

  @Override
  public synchronized List<PortId> present() {
    return List.copyOf(ports.keySet());
  }

  @Override
  public ByteLink open(PortId id, LineSettings settings) throws IOException {
    MemoryLink.Pair pair = MemoryLink.pair(id.path());
    BiConsumer<MemoryLink, LineSettings> device;
    synchronized (this) {
      Port port = ports.get(id);
      if (port == null) {
        throw new IOException(id + " is not there");
      }
      if (port.near.isPresent() && !port.near.get().isDead()) {
        throw new IOException(id + " is taken");
      }
      port.near = Optional.of(pair.near());
      device = port.device;
    }
    device.accept(pair.far(), settings); // outside the lock: it may well unplug something
    return pair.near();
  }
}
