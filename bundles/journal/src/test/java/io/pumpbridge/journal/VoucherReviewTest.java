// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.ForgedStream.loss;
import static io.pumpbridge.journal.ForgedStream.replace;
import static io.pumpbridge.journal.ForgedStream.voucher;
import static io.pumpbridge.journal.TestBench.faultsIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.GatewaySignatures.Signed;
import io.pumpbridge.model.trust.TrustException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Two epochs of a gateway that owns up to losses and signs that. Whatever somebody changes who can
 * chain records anew, but cannot sign, is named. A signature here is who signed, and what.
 */
class VoucherReviewTest {
  private static final String GATEWAY = "gw-1";
  private static final String FORGER = "nobody";
  private static final long LATER_MS = VoucherReview.TO_SIGN.toMillis() + 1_000;

  private final JournalDeskComponent desk = askedDesk();
  private final TickingClock clock = new TickingClock();
  private final List<EventRecord> first = new ArrayList<>();
  private final List<EventRecord> second = new ArrayList<>();

  /** Each epoch: 1 says a loss, 3 another, 4 signs that, 5 a third, 6 signs that, 7 is later. */
  VoucherReviewTest() {
    tell(first, "e1");
    tell(second, "e2");
  }

  private void tell(List<EventRecord> stream, String epoch) {
    gap(stream, epoch);
    append(stream, epoch, TestBench.event(EventName.COMMAND_REFUSED, 1));
    sign(stream, gap(stream, epoch), GATEWAY);
    sign(stream, gap(stream, epoch), GATEWAY);
    clock.passMs(LATER_MS);
    append(stream, epoch, TestBench.event(EventName.COMMAND_REFUSED, 2));
  }

  private static JournalDeskComponent askedDesk() {
    JournalDeskComponent desk = new JournalDeskComponent();
    desk.addSignatures(anchors -> VoucherReviewTest::opened);
    try {
      desk.askForSignatures(List.of("root"));
    } catch (JournalException | TrustException e) {
      throw new AssertionError(e);
    }
    return desk;
  }

  private static Signed opened(Bytes signed) throws TrustException {
    String[] said = signed.toText(StandardCharsets.UTF_8).split("\\|", 2);
    if (said.length < 2 || said[0].equals(FORGER)) {
      throw new TrustException("device-chain-untrusted", "Nobody knows who this is.", "");
    }
    return new Signed(said[0], Bytes.of(said[1], StandardCharsets.UTF_8), Instant.EPOCH);
  }

  private EventRecord append(List<EventRecord> stream, String epoch, Event event) {
    return append(stream, new StreamId(GATEWAY, epoch, Lane.AUDIT), event);
  }

  private EventRecord append(List<EventRecord> stream, StreamId id, Event event) {
    return ForgedStream.append(stream, id, event, clock.read());
  }

  private EventRecord gap(List<EventRecord> stream, String epoch) {
    return append(stream, epoch, loss("store-restored"));
  }

  private void sign(List<EventRecord> stream, EventRecord gap, String signer) {
    append(stream, gap.stream().epoch(), voucher(gap, signer + "|" + TestBench.text(gap)));
  }

  private List<Map<String, Object>> findings() {
    return findingsIn(stored());
  }

  private List<String> stored() {
    List<String> lines = new ArrayList<>();
    for (List<EventRecord> stream : List.of(first, second)) {
      stream.forEach(record -> lines.add(record.hash() + " " + TestBench.text(record)));
    }
    return lines;
  }

  private List<Map<String, Object>> findingsIn(List<String> lines) {
    List<Map<String, Object>> findings = new ArrayList<>();
    desk.verifyServerStream(lines.iterator(), findings::add);
    return findings;
  }

  private List<String> faults() {
    return faultsIn(findings());
  }

  private static List<Map<String, Object>> standing(List<Map<String, Object>> findings) {
    return findings.stream().filter(each -> each.get("type").equals("signatures")).toList();
  }

  @Test
  void theNewestSignatureVouchesForAllThatTheGatewaySaysInThatEpoch() throws Exception {
    assertThat(faults()).isEmpty();
    assertThat(standing(findings()))
        .hasSize(2)
        .allSatisfy(
            each ->
                assertThat(each)
                    .containsEntry("asked", true)
                    .containsEntry("gap_records", 3L)
                    .containsEntry("vouched", 3L)
                    .containsEntry("waiting", 0L)
                    .containsEntry("signatures", 2L));
    List<Map<String, Object>> exported = new ArrayList<>();
    desk.verifyExport(exports().iterator(), exported::add);
    assertThat(faultsIn(exported)).isEmpty();
    assertThat(standing(exported)).isEqualTo(standing(findings()));
  }

  private List<String> exports() throws DocumentException {
    List<String> lines = new ArrayList<>();
    for (EventRecord record : first) {
      lines.add(ExportLines.of(record));
    }
    for (EventRecord record : second) {
      lines.add(ExportLines.of(record));
    }
    return lines;
  }

  @Test
  void whoeverDoesNotAskIsToldHowManyThereAre() {
    List<Map<String, Object>> findings = new ArrayList<>();
    new JournalDeskComponent().verifyServerStream(stored().iterator(), findings::add);
    assertThat(standing(findings))
        .containsExactly(Map.of("type", "signatures", "asked", false, "gap_records", 6L));
    assertThatThrownBy(() -> new JournalDeskComponent().askForSignatures(List.of("root")))
        .isInstanceOf(JournalException.class);
  }

  @Test
  void aSignatureThatDoesNotVerifyIsNamedAndVouchesForNothing() {
    replace(first, 6, voucher(first.get(4), FORGER + "|" + TestBench.text(first.get(4))));
    assertThat(faults()).containsExactly("signature-invalid audit 6", "unvouched audit 5");
    assertThat(findings())
        .anySatisfy(
            each ->
                assertThat(String.valueOf(each.get("reason")))
                    .endsWith("Nobody knows who this is."))
        .anySatisfy(
            each ->
                assertThat(each)
                    .containsEntry("type", "lane")
                    .containsEntry("epoch", "e1")
                    .containsEntry("ok", false));
    replace(first, 6, Event.of(EventName.JOURNAL_GAP_SIGNED, Fields.builder().build()));
    assertThat(faults()).containsExactly("signature-invalid audit 6", "unvouched audit 5");
  }

  @Test
  void aSignatureOfAnotherGatewayIsNamed() {
    replace(first, 6, voucher(first.get(4), "gw-2|" + TestBench.text(first.get(4))));
    assertThat(faults()).containsExactly("signature-foreign audit 6", "unvouched audit 5");
  }

  /** One that the gateway gave: for an earlier loss, or for the same in another epoch. */
  @Test
  void aSignatureOfAnotherRecordIsNamed() {
    replace(first, 6, voucher(first.get(4), GATEWAY + "|" + TestBench.text(first.get(2))));
    assertThat(faults()).containsExactly("signature-misplaced audit 6", "unvouched audit 5");
    replace(first, 6, voucher(second.get(4), GATEWAY + "|" + TestBench.text(second.get(4))));
    assertThat(faults()).containsExactly("unvouched audit 5");
  }

  @Test
  void aGapRecordThatOwnsUpToSomethingElseIsNamedThoughAllIsChainedAnew() {
    replace(second, 5, loss("budget"));
    assertThat(faults()).containsExactly("signature-misplaced audit 6", "unvouched audit 5");
  }

  /** The hash beside it is put right as well; only the signature cannot be. */
  @Test
  void itIsNamedEvenWhereTheSignatureIsMadeToNameIt() {
    String genuine = GATEWAY + "|" + TestBench.text(second.get(4));
    replace(second, 5, loss("budget"));
    replace(second, 6, voucher(second.get(4), genuine));
    assertThat(faults()).containsExactly("signature-misplaced audit 6", "unvouched audit 5");
  }

  @Test
  void anEarlierRecordThatIsAnotherTakesTheSignatureBehindItAlong() {
    replace(first, 2, TestBench.event(EventName.COMMAND_REFUSED, 4_711));
    assertThat(faults())
        .containsExactly(
            "signature-misplaced audit 4",
            "signature-misplaced audit 6",
            "unvouched audit 1",
            "unvouched audit 3",
            "unvouched audit 5");
  }

  @Test
  void aLossThatWasMadeUpBehindTheLastSignatureIsNamedOnceTheGatewayHadTimeToSign() {
    append(second, "e2", loss("budget"));
    assertThat(faults()).isEmpty();
    assertThat(standing(findings()).get(1))
        .containsEntry("vouched", 3L)
        .containsEntry("waiting", 1L);
    clock.passMs(LATER_MS);
    append(second, "e2", TestBench.event(EventName.COMMAND_REFUSED, 3));
    assertThat(faults()).containsExactly("unvouched audit 8");
  }

  /** In whichever lane it stands: a server believes it in each. */
  @Test
  void aLossInAnotherLaneIsVouchedForByNobody() {
    List<EventRecord> alarms = new ArrayList<>();
    append(alarms, new StreamId(GATEWAY, "e1", Lane.ALARM), loss("budget"));
    clock.passMs(LATER_MS);
    append(second, "e2", TestBench.event(EventName.COMMAND_REFUSED, 3));
    List<String> lines = stored();
    alarms.forEach(record -> lines.add(record.hash() + " " + TestBench.text(record)));
    assertThat(faultsIn(findingsIn(lines))).containsExactly("unvouched alarm 1");
  }

  /** Records of an ended epoch under numbers of this one: the server has others there. */
  @Test
  void aSignatureThatWasToldAgainIsNoFaultAndVouchesForNothing() {
    append(second, "e2", voucher(first.get(4), GATEWAY + "|" + TestBench.text(first.get(4))));
    assertThat(faults()).isEmpty();
  }

  @Test
  void eachLineThatIsChangedLeftOutOrThereTwiceIsNamed() {
    List<String> whole = stored();
    for (int i = 0; i < whole.size(); i++) {
      int number = i % first.size() + 1;
      List<String> spoilt = new ArrayList<>(whole);
      spoilt.set(i, whole.get(i).replace("\"clock\":\"synchronised\"", "\"clock\":\"holdover\""));
      assertThat(faultsIn(findingsIn(spoilt))).as("line %d", i).contains("changed audit " + number);
      spoilt = new ArrayList<>(whole);
      spoilt.add(spoilt.get(i));
      assertThat(faultsIn(findingsIn(spoilt))).containsExactly("duplicate audit " + number);
      spoilt.remove(i);
      boolean isLast = number == first.size();
      spoilt.remove(spoilt.size() - 1);
      assertThat(faultsIn(findingsIn(spoilt)).contains("missing audit " + number))
          .isEqualTo(!isLast);
    }
  }
}
