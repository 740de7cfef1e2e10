// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import io.pumpbridge.model.trust.TlsContexts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;

/** A name service that can be away, or hang. */
public final class TestNames {
  private static final long LIMIT_MS = 200;

  private volatile boolean known = true;
  private final CountDownLatch answers = new CountDownLatch(1);
  private volatile boolean hanging;

  /** Nobody has heard of any name. */
  public void forget() {
    known = false;
  }

  /** Whoever asks waits for ever. */
  public void hang() {
    hanging = true;
  }

  public void heal() {
    known = true;
    hanging = false;
    answers.countDown();
  }

  public PahoConnector connector(PahoConnector.Call call, TlsContexts tls) {
    return new PahoConnector(call, tls, lookUp());
  }

  public NameLookUp lookUp() {
    return new NameLookUp(this::find, NameLookUp::thread, LIMIT_MS);
  }

  private InetAddress find(String host) throws UnknownHostException {
    if (hanging) {
      boolean interrupted = false;
      while (answers.getCount() > 0) { // as the platform's, which no interrupt moves
        try {
          answers.await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (!known) {
      throw new UnknownHostException(host);
    }
    return InetAddress.getLoopbackAddress();
  }
}
