// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A long export is verified by a small machine. */
class VerifyMemoryTest {
  private static final int RECORDS = 100_000;

  /** Of the process; with all that is known of each record it would need four times as much. */
  private static final int HEAP_MB = 24;

  @Test
  void aHundredThousandRecordsThatAreWholeNeedNoLargeHeap() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MB + "m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                Integer.toString(RECORDS))
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(said.lines().filter(line -> line.contains("ok=true"))).as(said).hasSize(2);
    assertThat(said).contains("count=" + RECORDS / 2).doesNotContain("fault", "Exception");
  }

  /** Two lanes in turn, made as they are asked for. */
  static final class Child {
    private final TickingClock clock = new TickingClock();
    private final Map<Lane, EventRecord> last = new EnumMap<>(Lane.class);

    private Child() {}

    public static void main(String[] arguments) {
      Child child = new Child();
      Iterator<String> lines =
          IntStream.range(0, Integer.parseInt(arguments[0])).mapToObj(child::line).iterator();
      new JournalDeskComponent().verifyExport(lines, System.out::println);
    }

    private String line(int number) {
      Lane lane = number % 2 == 0 ? Lane.ALARM : Lane.TELEMETRY;
      EventName name = lane == Lane.ALARM ? EventName.ALARM : EventName.SAMPLE;
      EventRecord before = last.get(lane);
      EventRecord next =
          EventRecord.of(
              new StreamId("gw-1", "e1", lane),
              before == null ? 1 : before.sequence() + 1,
              before == null ? EventRecord.FIRST_PREVIOUS : before.hash(),
              clock.read(),
              TestBench.event(name, number));
      last.put(lane, next);
      try {
        return ExportLines.of(next);
      } catch (DocumentException e) {
        throw new AssertionError(e);
      }
    }
  }
}
