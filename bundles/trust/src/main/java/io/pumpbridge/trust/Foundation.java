// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.model.audit.EarlyTrail;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.clock.FlooredClock;
import io.pumpbridge.trust.clock.MachineClock;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.GcmSealer;
import io.pumpbridge.trust.keys.SealingKeyFile;
import io.pumpbridge.trust.watch.WatchedSealer;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import javax.crypto.SecretKey;

/**
 * What works before the gateway is anybody: its files, its clock and its sealing key, and the
 * thread on which things happen by themselves.
 *
 * @param audit hears of all this
 */
record Foundation(
    StateFolder folder,
    SecureRandom random,
    EarlyTrail audit,
    OwnThread thread,
    MachineClock machine,
    FlooredClock clock,
    SecretKey sealingKey,
    Sealer sealer) {

  /**
   * @param machine the machine's time
   * @param built it is certainly not earlier than this
   */
  static Foundation lay(Path state, EarlyTrail audit, MachineClock machine, Instant built)
      throws IOException, TrustException {
    StateFolder folder = StateFolder.open(state);
    SecureRandom random = new SecureRandom();
    OwnThread thread = new OwnThread();
    // Not told by whoever reads the clock: that may be the journal, while it holds its own lock.
    FlooredClock clock =
        new FlooredClock(
            machine, folder, built, change -> thread.later(() -> audit.record(change)));
    SecretKey sealingKey = SealingKeyFile.loadOrMake(folder, random);
    Sealer sealer = new WatchedSealer(new GcmSealer(sealingKey, random), audit);
    return new Foundation(folder, random, audit, thread, machine, clock, sealingKey, sealer);
  }
}
