// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.transports;

import io.pumpbridge.model.link.ByteLink;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.measure.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The links that somebody has open, so that none outlives its bundle: a native port that nobody can
 * close any more stays taken until the process ends.
 */
final class OpenLinks implements Closeable {
  private final Set<ByteLink> links = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  ByteLink keep(ByteLink link) throws IOException {
    Kept kept = new Kept(link);
    links.add(kept);
    if (closed) {
      kept.close();
      throw new IOException(link.port() + " is not opened: the bundle is stopping");
    }
    return kept;
  }

  @Override
  public void close() {
    closed = true;
    List.copyOf(links).forEach(ByteLink::close);
  }

  /** Takes itself off the list when it is closed. */
  private final class Kept implements ByteLink {
    private final ByteLink link;

    Kept(ByteLink link) {
      this.link = link;
    }

    @Override
    public PortId port() {
      return link.port();
    }

    @Override
    public Bytes read(Duration wait) throws IOException {
      return link.read(wait);
    }

    @Override
    public void write(Bytes bytes) throws IOException {
      link.write(bytes);
    }

    @Override
    public void close() {
      links.remove(this);
      link.close();
    }
  }
}
