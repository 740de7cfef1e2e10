// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.transports;

import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.link.ByteLink;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.link.LinkWatcher;
import io.pumpbridge.model.link.PortId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the configured ports, looks which are there whenever it is asked, and opens them. Safe for
 * many threads; has none of its own.
 */
class PortWatcher implements LinkWatcher, HealthCheck, Closeable {
  private static final Logger log = LoggerFactory.getLogger(PortWatcher.class);

  private final Devices devices;
  private final OpenLinks open = new OpenLinks();
  private volatile Settings settings;
  private volatile Optional<String> refusedSettings = Optional.empty();

  PortWatcher(Settings settings, Devices devices) {
    this.settings = settings;
    this.devices = devices;
    if (System.getProperty("jSerialComm.library.path") == null) {
      // jSerialComm makes that directory mode 0777 and loads what it finds there unchecked.
      log.warn(
          "native serial library is unpacked where anybody may write, fit for development only"
              + " set=jSerialComm.library.path");
    }
  }

  /** From now on these ports; links that are open stay open until their user closes them. */
  void use(Settings changed) {
    settings = changed;
    refusedSettings = Optional.empty();
    log.info("ports configured count={}", changed.ports().size());
  }

  /** New settings were bad: the old ones stay, and health says so. */
  void refuse(String reason) {
    refusedSettings = Optional.of(reason);
    log.warn("ports configuration refused, the last good one stays reason={}", reason);
  }

  @Override
  public List<PortId> present() {
    return PortScan.of(settings, devices).present();
  }

  @Override
  public ByteLink open(PortId port, LineSettings line) throws IOException {
    for (PortPattern pattern : settings.ports()) {
      if (pattern.covers(port)) {
        return open.keep(
            pattern instanceof PortPattern.Tcp tcp
                ? TcpByteLink.open(tcp, TcpByteLink.WRITE_LIMIT)
                : SerialByteLink.open(port, line, SerialByteLink.WRITE_LIMIT));
      }
    }
    throw new IOException(port + " is none of the configured ports");
  }

  @Override
  public Optional<String> adapter(PortId port) {
    return port.path().startsWith(PortPattern.TCP_SCHEME)
        ? Optional.empty()
        : devices.find(Path.of(port.path())).flatMap(devices::adapterSerial);
  }

  @Override
  public String part() {
    return "transports";
  }

  @Override
  public Health check() {
    Optional<String> refused = refusedSettings;
    if (refused.isPresent()) {
      return new Health(
          Level.WARNING,
          "configuration-refused",
          "The last change of the ports was refused and the ports before it stay in use: "
              + refused.get()
              + ".");
    }
    PortScan scan = PortScan.of(settings, devices);
    if (scan.surplus() > 0) {
      return new Health(
          Level.WARNING,
          "too-many-ports",
          scan.surplus()
              + " ports are left out, because a gateway follows at most "
              + PortScan.MAX_PORTS
              + "; configure narrower names.");
    }
    if (!scan.absent().isEmpty()) {
      return new Health(
          Level.WARNING,
          "port-absent",
          "Nothing is plugged in at "
              + String.join(", ", scan.absent())
              + "; check the adapter and its cable, or the configured name.");
    }
    return Health.WELL;
  }

  /** Closes every link that is still open. */
  @Override
  public void close() {
    open.close();
  }
}
