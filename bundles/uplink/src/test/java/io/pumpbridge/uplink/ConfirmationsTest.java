// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.Command.Verb;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.simulators.fakes.MemoryJournal;
import io.pumpbridge.simulators.fakes.MutableClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfirmationsTest {
  private final MemoryJournal journal = new MemoryJournal("gw", new MutableClock());
  private final List<String> calls = new ArrayList<>();
  private final Confirmations confirmations =
      new Confirmations(journal, new FakeSignatures(), "gw", () -> calls.add("confirmed"));
  private final List<EventRecord> records = new ArrayList<>();

  @BeforeEach
  void fill() {
    for (int i = 0; i < 4; i++) {
      records.add(journal.append(Event.of(EventName.DELIV_START, Fields.builder().build())).join());
    }
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private static Fields entry(String epoch, String lane, long sequence, String hash) {
    return Fields.builder()
        .put("epoch", epoch)
        .put("lane", lane)
        .put("seq", sequence)
        .put("hash", hash)
        .build();
  }

  private static Fields entry(EventRecord record) {
    return entry("epoch-1", "clinical", record.sequence(), record.hash());
  }

  private static String text(String gateway, Fields... entries) {
    return Fields.builder()
        .put("format", "pump-bridge-confirmation-1")
        .put("gateway", gateway)
        .put("issued", "2026-06-01T12:00:00Z")
        .put("confirmed", List.of(entries))
        .build()
        .toString();
  }

  private Answer put(Bytes body) {
    return confirmations.handle(new Command("1", Verb.PUT, "confirmation", body));
  }

  private Answer putSigned(String content) {
    return put(FakeSignatures.sign(SignerRole.PUMP_SERVER, content));
  }

  private static String code(Answer answer) throws DocumentException {
    return answer.body().findText("code").orElse("accepted");
  }

  private long stored() {
    return journal.streams().stream()
        .filter(status -> status.stream().lane() == Lane.CLINICAL)
        .findFirst()
        .orElseThrow()
        .storedCount();
  }

  @Test
  void whatTheServerSignedForMayGo() throws Exception {
    assertThat(code(putSigned(text("gw", entry(records.get(2)))))).isEqualTo("accepted");
    assertThat(stored()).isEqualTo(1);
    assertThat(calls).containsExactly("confirmed");
  }

  @Test
  void theSameOrAnOlderConfirmationChangesNothingAndIsNoMistake() throws Exception {
    putSigned(text("gw", entry(records.get(2))));
    assertThat(code(putSigned(text("gw", entry(records.get(2)))))).isEqualTo("accepted");
    assertThat(code(putSigned(text("gw", entry(records.get(0)))))).isEqualTo("accepted");
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void nothingGoesOnAWordThatDoesNotHold() throws Exception {
    Fields good = entry(records.get(3));
    assertThat(code(put(Bytes.of(text("gw", good), UTF_8)))).isEqualTo("malformed");
    assertThat(code(put(FakeSignatures.sign(SignerRole.ORDER_SYSTEM, text("gw", good)))))
        .isEqualTo("role-missing");
    assertThat(code(putSigned(text("another", good)))).isEqualTo("wrong-gateway");
    assertThat(code(putSigned(text("gw", entry("epoch-1", "clinical", 4, "0".repeat(64))))))
        .isEqualTo("wrong-confirmation");
    assertThat(code(putSigned(text("gw", entry("epoch-1", "clinical", 5, records.get(3).hash())))))
        .isEqualTo("wrong-confirmation");
    assertThat(code(confirmations.handle(new Command("1", Verb.GET, "confirmation", Bytes.EMPTY))))
        .isEqualTo("unsupported-verb");
    assertThat(stored()).isEqualTo(4);
  }

  @Test
  void malformedConfirmationsSayWhere() throws Exception {
    Fields good = entry(records.get(3));
    String hash = records.get(3).hash();
    for (String bad :
        new String[] {
          "",
          "[]",
          "{}",
          text("gw"),
          text("gw", good).replace("confirmation-1", "confirmation-2"),
          text("gw", good).replace("2026-06-01T12:00:00Z", "today"),
          text("gw", good) + " {}",
          text("gw", good).replace("\"gateway\":\"gw\"", "\"gateway\":\"gw\",\"gateway\":\"gw\""),
          text("gw", entry("epoch/1", "clinical", 4, hash)),
          text("gw", entry("epoch-1", "Clinical", 4, hash)),
          text("gw", entry("epoch-1", "clinical", 0, hash)),
          text("gw", entry("epoch-1", "clinical", 4, hash.substring(1))),
          text("gw", good).replace("\"seq\":4", "\"seq\":4.0"),
          text("gw", good).replace("\"seq\":4", "\"seq\":\"4\""),
          text("gw", good).replace("\"seq\":4", "\"seq\":99999999999999999999"),
          "[".repeat(5_000),
        }) {
      assertThat(code(putSigned(bad))).as(bad).isEqualTo("malformed");
    }
    assertThat(stored()).isEqualTo(4);
  }

  @Test
  void everyTruncationOfAConfirmationIsRefused() throws Exception {
    String whole = text("gw", entry(records.get(3)));
    for (int length = 0; length < whole.length(); length++) {
      assertThat(code(putSigned(whole.substring(0, length)))).isEqualTo("malformed");
    }
    assertThat(stored()).isEqualTo(4);
  }

  @Test
  void whatANewerServerAddsIsPassedOver() throws Exception {
    String newer =
        text("gw", entry(records.get(3))).replace("{\"confirmed", "{\"a\":1,\"confirmed");
    assertThat(code(putSigned(newer))).isEqualTo("accepted");
  }

  @Test
  void aGoodEntryStandsBesideABadOne() throws Exception {
    Fields bad = entry("epoch-1", "alarm", 1, "0".repeat(64));
    assertThat(code(putSigned(text("gw", bad, entry(records.get(3))))))
        .isEqualTo("wrong-confirmation");
    assertThat(stored()).isZero();
  }

  /** A server confirms at each birth all it ever stored; what was drained is not held any more. */
  @Test
  void anEpochThatIsDrainedIsPassedOver() throws Exception {
    Fields drained = entry(records.get(3));
    putSigned(text("gw", drained));
    try (MemoryJournal next = journal.restartWithEpoch("epoch-2")) {
      EventRecord alarm = next.append(Event.of(EventName.ALARM, Fields.builder().build())).join();
      Confirmations later = new Confirmations(next, new FakeSignatures(), "gw", () -> {});
      Fields present = entry("epoch-2", "alarm", 1, alarm.hash());
      String both = text("gw", drained, present);
      Answer answer =
          later.handle(
              new Command(
                  "1",
                  Verb.PUT,
                  "confirmation",
                  FakeSignatures.sign(SignerRole.PUMP_SERVER, both)));
      assertThat(code(answer)).isEqualTo("accepted");
      assertThat(next.streams()).allMatch(status -> status.storedCount() == 0);
    }
  }

  /** Which cannot be told from one that was drained; there is nothing to let go either way. */
  @Test
  void anEpochThatWasNeverHereLetsNothingGo() throws Exception {
    Fields unknown = entry("epoch-2", "clinical", 4, records.get(3).hash());
    assertThat(code(putSigned(text("gw", unknown)))).isEqualTo("accepted");
    assertThat(stored()).isEqualTo(4);
  }

  @Test
  void moreEntriesThanAnyServerNeedsAreRefused() throws Exception {
    Fields[] many = new Fields[Confirmation.MAX_ENTRIES + 1];
    java.util.Arrays.fill(many, entry(records.get(3)));
    assertThat(code(putSigned(text("gw", many)))).isEqualTo("malformed");
  }

  @Test
  void aClosedJournalIsOurFaultAndNotTheServers() throws Exception {
    journal.close();
    Answer answer = putSigned(text("gw", entry(records.get(3))));
    assertThat(answer.status()).isEqualTo(Answer.Status.ERROR);
    assertThat(code(answer)).isEqualTo("journal-unavailable");
  }
}
