// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.pumpserver.PumpServerException;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.authority.Identity;
import io.pumpbridge.pumpserver.signing.CmsSigner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever says that records are lost must be the gateway that has lost them. */
class GapVouchingTest {
  private static final StreamId AUDIT = new StreamId("gw-1", "e1", Lane.AUDIT);
  private static final Fields LOSS = Fields.builder().put("reason", "store-restored").build();
  private static final EventRecord GAP =
      Streams.record(AUDIT, 1, EventRecord.FIRST_PREVIOUS, EventName.JOURNAL_GAP, LOSS);
  private static final EventRecord OTHER_GAP =
      Streams.record(AUDIT, 2, GAP.hash(), EventName.JOURNAL_GAP, LOSS);

  @TempDir Path directory;
  private DemoAuthority authority;
  private GapVouching vouching;

  @BeforeEach
  void open() throws Exception {
    authority = DemoAuthority.open(directory, "s", Clock.systemUTC());
    vouching = GapVouching.below(authority.root());
  }

  /** A record that names one and has another signed. */
  static EventRecord signed(EventRecord named, long sequence, EventRecord held, Identity signer)
      throws PumpServerException {
    return holding(
        named, sequence, CmsSigner.sign(held.canonical(), List.of(signer), Instant.now()));
  }

  private static EventRecord holding(EventRecord named, long sequence, Bytes signed) {
    Fields details =
        Fields.builder()
            .put("epoch", named.stream().epoch())
            .put("lane", named.stream().lane().wireName())
            .put("seq", named.sequence())
            .put("hash", named.hash())
            .put("signed", Base64.getEncoder().encodeToString(signed.toArray()))
            .build();
    return Streams.record(AUDIT, sequence, named.hash(), EventName.JOURNAL_GAP_SIGNED, details);
  }

  private Optional<String> problem(EventRecord record) {
    return vouching.problem(
        Streams.received(record),
        (stream, sequence) -> sequence == 1 ? Optional.of(GAP.hash()) : Optional.empty());
  }

  private void assertDoubted(EventRecord record) {
    assertThat(problem(record)).isPresent();
  }

  @Test
  void whatTheGatewayHasSignedHolds() throws Exception {
    assertThat(problem(signed(GAP, 2, GAP, authority.playedGateway("gw-1")))).isEmpty();
    assertThat(problem(GAP)).isEmpty();
  }

  @Test
  void anothersSignatureDoesNot() throws Exception {
    DemoAuthority stranger =
        DemoAuthority.open(directory.resolve("stranger"), "s", Clock.systemUTC());
    assertDoubted(signed(GAP, 2, GAP, stranger.playedGateway("gw-1")));
    assertDoubted(signed(GAP, 2, GAP, authority.playedGateway("gw-2")));
    assertDoubted(signed(GAP, 2, GAP, authority.signer(SignerRole.PUMP_SERVER)));
  }

  @Test
  void aSignatureOfAnotherRecordDoesNot() throws Exception {
    Identity gateway = authority.playedGateway("gw-1");
    assertDoubted(signed(GAP, 2, OTHER_GAP, gateway));
    EventRecord sameNumber =
        Streams.record(
            AUDIT, 1, EventRecord.FIRST_PREVIOUS, EventName.JOURNAL_GAP, Fields.builder().build());
    assertDoubted(signed(sameNumber, 2, sameNumber, gateway));
  }

  @Test
  void whatIsNoSignatureDoesNot() throws Exception {
    assertDoubted(holding(GAP, 2, Bytes.of("nothing", StandardCharsets.UTF_8)));
    assertDoubted(
        Streams.record(
            AUDIT, 2, GAP.hash(), EventName.JOURNAL_GAP_SIGNED, Fields.builder().build()));
  }

  /** It was long offline, and has another certificate by now. */
  @Test
  void itCountsAsOfTheTimeWhenItWasMade() throws Exception {
    Clock longAgo = Clock.offset(Clock.systemUTC(), Duration.ofDays(-500));
    DemoAuthority old = DemoAuthority.open(directory.resolve("old"), "s", longAgo);
    Identity gateway = old.playedGateway("gw-1");
    GapVouching then = GapVouching.below(old.root());
    Bytes atThatTime = CmsSigner.sign(GAP.canonical(), List.of(gateway), longAgo.instant());
    Bytes now = CmsSigner.sign(GAP.canonical(), List.of(gateway), Instant.now());
    GapVouching.Stored stored = (stream, sequence) -> Optional.of(GAP.hash());
    assertThat(then.problem(Streams.received(holding(GAP, 2, atThatTime)), stored)).isEmpty();
    assertThat(then.problem(Streams.received(holding(GAP, 2, now)), stored)).isPresent();
  }
}
