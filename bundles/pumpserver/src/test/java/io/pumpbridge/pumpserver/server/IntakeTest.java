// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.pumpserver.Waiting;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.signing.SignedDocuments;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {
  @TempDir Path directory;

  @Test
  void whoeverStopsItNeedNotWaitUntilAConfirmationWouldBeDue() throws Exception {
    Clock clock = Clock.systemUTC();
    DemoAuthority authority = DemoAuthority.open(directory.resolve("ca"), "s", clock);
    try (FileEventStore store = new FileEventStore(directory.resolve("records"))) {
      Intake intake =
          new Intake(
              new Intake.Surroundings(
                  store,
                  new Topics("hospital", "s"),
                  new SignedDocuments(authority, clock),
                  new Nobody(),
                  List.of(),
                  new Tally()));
      Thread thread = new Thread(intake);
      thread.start();
      Waiting.until("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
      intake.stop();
      thread.join(ConfirmationBatch.LONG_WAIT.dividedBy(2).toMillis());
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private static final class Nobody implements Intake.Publisher {
    @Override
    public boolean isConnected() {
      return false;
    }

    @Override
    public void publish(String topic, byte[] payload) {
      throw new AssertionError("nothing came");
    }
  }
}
