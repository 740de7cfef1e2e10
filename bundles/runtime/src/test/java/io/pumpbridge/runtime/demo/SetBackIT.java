// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import static io.pumpbridge.runtime.demo.Bedside.event;
import static io.pumpbridge.runtime.demo.Bedside.linkIs;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.runtime.demo.Bedside.Bed;
import io.pumpbridge.runtime.demo.StoredEvents.Stored;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose disk is set back to an old image between two lives, file numbers and all. */
class SetBackIT {
  @TempDir private Path directory;

  @Test
  void theServersWordBeginsANewEpochAndWhatHappensFromThenOnArrives() throws Exception {
    try (Bedside bedside = Bedside.provisioned(directory)) {
      AgentProcess agent = bedside.agentProcess();
      Path journal = bedside.state().resolve("journal/journal.db");
      try {
        agent.start();
        Bed bed = bedside.infusing();
        agent.stop();
        byte[] image = Files.readAllBytes(journal);

        int second = bedside.stored().mark();
        agent.start();
        bedside.await(second, linkIs(bed, "connected"));
        bedside.turnRate(bed, "6.00");
        agent.stop();
        assertThat(epochs(bedside)).hasSize(1);
        Files.write(journal, image, StandardOpenOption.TRUNCATE_EXISTING);

        int third = bedside.stored().mark();
        agent.start();
        Stored gap = bedside.await(third, event(EventName.JOURNAL_GAP));
        assertThat(gap.textOf("reason")).isEqualTo("store-restored");
        assertThat(epochs(bedside)).contains(gap.textOf("ended_epoch")).hasSize(2);
        assertThat(gap.textOf("known_hash")).hasSize(64);
        bedside.await(third, event(EventName.BRIDGE_STARTED)); // told again, under another number
        Bed unused = bedside.infusing(); // which waits until the server has it
      } finally {
        agent.stop();
      }
    }
  }

  private static Set<String> epochs(Bedside bedside) throws Exception {
    return bedside.hospital().server().verifyCompleteness().records().keySet().stream()
        .map(StreamId::epoch)
        .collect(Collectors.toSet());
  }
}
