// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.lab.FaultyDisk;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.io.TempDir;

final class IdentityStoreGenerationsTest extends KeyVaultContract {
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path folder;
  private int places;

  @Override
  Place place() {
    Path home = folder.resolve("place-" + places++);
    return new Place() {
      @Override
      public KeyVault open() throws Exception {
        return new IdentityStore(StateFolder.open(home), RANDOM);
      }

      @Override
      public Unsafe openFailingAt(int step) throws Exception {
        StateFolder.open(home);
        FaultyDisk disk = new FaultyDisk(step);
        IdentityStore store = new IdentityStore(new StateFolder(home, disk), RANDOM);
        return new Unsafe() {
          @Override
          public KeyVault vault() {
            return store;
          }

          @Override
          public boolean survived() {
            return disk.survived();
          }
        };
      }
    };
  }
}
