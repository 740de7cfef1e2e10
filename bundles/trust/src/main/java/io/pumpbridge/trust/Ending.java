// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.trust.KeyFarewell;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.keys.TokenKeys;
import io.pumpbridge.trust.refusal.Refusal;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether this gateway is being wiped: then a file in the state directory says so, until nothing is
 * left. The launcher looks for it before it starts anything; on Kura nobody would, and a new
 * sealing key and a new journal would grow in a gateway that is half gone. So trust looks as well,
 * and without trust nothing else of ours starts. The audit trail cannot be told: it is being wiped.
 *
 * @param state the state directory
 * @param finishing whether whoever wipes it starts this, to have its last words signed
 */
record Ending(Path state, boolean finishing) {
  private static final String MARK = "decommissioning";

  private boolean isDecided() {
    return Files.exists(state.resolve(MARK), LinkOption.NOFOLLOW_LINKS);
  }

  /** What there is to say in place of trust; empty if it may start. */
  Optional<HealthCheck> obstacle() {
    return isDecided() && !finishing
        ? Optional.of(new Obstacle(HealthCheck.Level.CRITICAL, sentence()))
        : Optional.empty();
  }

  private String sentence() {
    return "This gateway is being decommissioned and must not run: finish with 'pump-bridge"
        + " decommission --state "
        + state
        + "'.";
  }

  private record Obstacle(Level level, String sentence) implements HealthCheck {
    @Override
    public String part() {
      return "trust";
    }

    @Override
    public Health check() {
      return new Health(level, Refusal.DECOMMISSIONING.code(), sentence);
    }
  }

  /** Destroys only what somebody has decided to end. */
  KeyFarewell of(Optional<TokenKeys> token) {
    return new KeyFarewell() {
      @Override
      public List<String> keysInToken() throws TrustException {
        return token.isPresent() ? token.get().own() : List.of();
      }

      @Override
      public List<String> destroyKeysInToken() throws TrustException {
        if (!isDecided()) {
          throw Refusal.NOT_DECOMMISSIONING.because(
              "No key is destroyed: nobody has decided that this gateway ends.");
        }
        return token.isPresent() ? token.get().destroyAll() : List.of();
      }
    };
  }
}
