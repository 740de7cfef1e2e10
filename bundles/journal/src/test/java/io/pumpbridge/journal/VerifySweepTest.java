// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Every single deletion, swap, insertion and change, at every record of an export and of what a
 * server captured, where the lanes of two gateways come as they happen. Each must be named, and
 * nothing else.
 */
class VerifySweepTest {
  private static final int PER_LANE = 5;

  /** Two gateways, an alarm lane each and the telemetry of two epochs. */
  private static final int STREAMS = 6;

  /** A line, and how a finding names it. */
  private record Line(EventRecord record, String place, boolean isLast) {}

  private final JournalDeskComponent desk = new JournalDeskComponent();
  private final List<Line> captured = captured();

  private static List<Line> captured() {
    List<List<EventRecord>> streams = new ArrayList<>();
    for (String gateway : List.of("gw-1", "gw-2")) {
      streams.add(chain(new StreamId(gateway, "e1", Lane.ALARM), EventName.ALARM));
      streams.add(chain(new StreamId(gateway, "e1", Lane.TELEMETRY), EventName.SAMPLE));
      streams.add(chain(new StreamId(gateway, "e2", Lane.TELEMETRY), EventName.SAMPLE));
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < PER_LANE; i++) {
      for (List<EventRecord> stream : streams) {
        lines.add(new Line(stream.get(i), place(stream.get(i)), i == PER_LANE - 1));
      }
    }
    return lines;
  }

  private static List<EventRecord> chain(StreamId stream, EventName name) {
    TickingClock clock = new TickingClock();
    List<EventRecord> chain = new ArrayList<>();
    String previous = EventRecord.FIRST_PREVIOUS;
    for (int number = 1; number <= PER_LANE; number++) {
      EventRecord next =
          EventRecord.of(stream, number, previous, clock.read(), TestBench.event(name, number));
      chain.add(next);
      previous = next.hash();
    }
    return chain;
  }

  private static String place(EventRecord record) {
    StreamId stream = record.stream();
    return stream.gateway()
        + " "
        + stream.epoch()
        + " "
        + stream.lane().wireName()
        + " "
        + record.sequence();
  }

  // ---- the two forms ----

  private static String exported(EventRecord record) {
    try {
      return ExportLines.of(record);
    } catch (DocumentException e) {
      throw new AssertionError(e);
    }
  }

  private static String stored(EventRecord record) {
    return record.hash() + " " + record.canonical().toText(StandardCharsets.UTF_8);
  }

  private List<String> exportFaults(List<String> lines) {
    List<Map<String, Object>> findings = new ArrayList<>();
    desk.verifyExport(lines.iterator(), findings::add);
    return named(findings);
  }

  private List<String> serverFaults(List<String> lines) {
    List<Map<String, Object>> findings = new ArrayList<>();
    desk.verifyServerStream(lines.iterator(), findings::add);
    return named(findings);
  }

  private static List<String> named(List<Map<String, Object>> findings) {
    return findings.stream()
        .filter(finding -> finding.get("type").equals("fault"))
        .map(
            f ->
                "%s %s %s %s %s"
                    .formatted(
                        f.get("fault"),
                        f.get("gateway"),
                        f.get("epoch"),
                        f.get("lane"),
                        f.get("seq")))
        .toList();
  }

  /**
   * One of the two ways of writing and judging lines.
   *
   * @param provesBeginning whether a lane must begin with its first record
   */
  private record Form(
      Function<EventRecord, String> line,
      Function<List<String>, List<String>> faults,
      boolean provesBeginning) {

    List<String> lines(List<Line> all) {
      return new ArrayList<>(all.stream().map(Line::record).map(line).toList());
    }

    List<String> faultsIn(List<String> lines) {
      return faults.apply(lines);
    }
  }

  private List<Form> forms() {
    return List.of(
        new Form(VerifySweepTest::exported, this::exportFaults, false),
        new Form(VerifySweepTest::stored, this::serverFaults, true));
  }

  /** Where the next record of the same lane stands. */
  private static int next(int i) {
    return i + STREAMS;
  }

  // ---- the sweeps ----

  @Test
  void nothingIsNamedWhereNothingIsWrong() {
    for (Form form : forms()) {
      assertThat(form.faultsIn(form.lines(captured))).isEmpty();
    }
  }

  @Test
  void eachDeletionIsNamedExceptAtAnEndThatNothingInTheLinesProves() {
    for (Form form : forms()) {
      for (int i = 0; i < captured.size(); i++) {
        Line gone = captured.get(i);
        boolean proven = !gone.isLast() && (form.provesBeginning() || gone.record().sequence() > 1);
        List<String> spoilt = form.lines(captured);
        spoilt.remove(i);
        assertThat(form.faultsIn(spoilt))
            .as(gone.place())
            .isEqualTo(proven ? List.of("missing " + gone.place()) : List.of());
      }
    }
  }

  @Test
  void eachSwapWithinALaneIsNamedAndBetweenLanesThereIsNoOrder() {
    for (Form form : forms()) {
      for (int i = 0; next(i) < captured.size(); i++) {
        List<String> spoilt = form.lines(captured);
        Collections.swap(spoilt, i, next(i));
        assertThat(form.faultsIn(spoilt))
            .as(captured.get(i).place())
            .hasSize(1)
            .first()
            .isIn(
                "reordered " + captured.get(i).place(),
                "reordered " + captured.get(next(i)).place());
        List<String> harmless = form.lines(captured);
        Collections.swap(harmless, i, i + 1);
        assertThat(form.faultsIn(harmless)).isEmpty();
      }
    }
  }

  @Test
  void eachCopyIsNamedWhereverItIsPutIn() {
    for (Form form : forms()) {
      for (int i = 0; i < captured.size(); i++) {
        for (int at = 0; at <= captured.size(); at++) {
          List<String> spoilt = form.lines(captured);
          spoilt.add(at, spoilt.get(i));
          assertThat(form.faultsIn(spoilt))
              .as("%s again at line %d", captured.get(i).place(), at + 1)
              .containsExactly("duplicate " + captured.get(i).place());
        }
      }
    }
  }

  /** Made by somebody who knows how hashes are made, with the right predecessor. */
  @Test
  void eachForeignRecordIsNamedWhereverItIsPutIn() {
    for (Form form : forms()) {
      for (int i = 0; i < captured.size(); i++) {
        EventRecord genuine = captured.get(i).record();
        if (captured.get(i).isLast()) {
          continue; // which of two last records was written nothing proves
        }
        String foreign =
            form.line()
                .apply(
                    EventRecord.of(
                        genuine.stream(),
                        genuine.sequence(),
                        genuine.previousHash(),
                        new TickingClock().read(),
                        TestBench.event(EventName.SAMPLE, 4_711)));
        for (int at = 0; at <= captured.size(); at++) {
          List<String> spoilt = form.lines(captured);
          spoilt.add(at, foreign);
          assertThat(form.faultsIn(spoilt))
              .as("foreign %s at line %d", captured.get(i).place(), at + 1)
              .containsExactly("inserted " + captured.get(i).place());
        }
      }
    }
  }

  @Test
  void eachChangeOfEachFieldIsNamedAtTheRecordsTruePlace() throws Exception {
    for (Form form : forms()) {
      for (int i = 0; i < captured.size(); i++) {
        for (String changed : changes(form.lines(captured).get(i))) {
          List<String> spoilt = form.lines(captured);
          spoilt.set(i, changed);
          assertThat(form.faultsIn(spoilt))
              .as("%s as %s", captured.get(i).place(), changed)
              .containsExactly("changed " + captured.get(i).place());
        }
      }
    }
  }

  @Test
  void eachLineThatIsNoRecordAnyMoreIsNamedByItsNeighbours() {
    for (Form form : forms()) {
      for (int i = 0; i < captured.size(); i++) {
        if (captured.get(i).isLast()) {
          continue; // six lanes could go on there, so which one it was nobody can tell
        }
        List<String> spoilt = form.lines(captured);
        spoilt.set(i, spoilt.get(i).substring(0, 70));
        assertThat(form.faultsIn(spoilt))
            .as(captured.get(i).place())
            .containsExactly("changed " + captured.get(i).place());
      }
    }
  }

  // ---- ways to change a record ----

  /**
   * The line once for each of its fields, with that field changed; in the server's form its hash
   * too.
   */
  private static List<String> changes(String line) throws Exception {
    int bodyAt = line.indexOf('{');
    String beside = line.substring(0, bodyAt);
    List<String> changed = new ArrayList<>();
    if (!beside.isEmpty()) {
      changed.add(otherHex(beside) + line.substring(bodyAt));
    }
    Map<String, Object> fields = JSON.std.mapFrom(line.substring(bodyAt));
    for (String key : fields.keySet()) {
      for (Object other : others(key, fields.get(key))) {
        Map<String, Object> spoilt = new LinkedHashMap<>(fields);
        spoilt.put(key, other);
        changed.add(beside + Fields.from(spoilt));
      }
    }
    return changed;
  }

  private static List<Object> others(String key, Object value) {
    if (value instanceof Map<?, ?> event) {
      List<Object> changed = new ArrayList<>();
      event.forEach(
          (inner, text) -> {
            Map<Object, Object> spoilt = new LinkedHashMap<>(event);
            spoilt.put(inner, text instanceof Number number ? number.longValue() + 1 : text + "x");
            changed.add(spoilt);
          });
      Map<Object, Object> more = new LinkedHashMap<>(event);
      more.put("added", "x");
      changed.add(more);
      return changed;
    }
    return switch (key) {
      case "lane" -> List.of("clinical", "audit");
      case "hash", "prev" -> List.of(otherHex((String) value));
      case "gateway" -> List.of("gw-3", value.equals("gw-1") ? "gw-2" : "gw-1");
      case "epoch" -> List.of("e3", value.equals("e1") ? "e2" : "e1");
      case "seq" -> List.of(((Number) value).longValue() + 1, 1_000L);
      default ->
          List.of(value instanceof Number number ? (Object) (number.longValue() + 1) : value + "x");
    };
  }

  private static String otherHex(String hex) {
    return (hex.charAt(0) == '0' ? '1' : '0') + hex.substring(1);
  }
}
