// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.revocation;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.ChainJudge;
import io.pumpbridge.trust.chain.ChainRules;
import io.pumpbridge.trust.chain.Purpose;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Responses;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.operator.OperatorCreationException;
import org.junit.jupiter.api.Test;

/** How much of what is brought is looked at: one more, and the last is not heard. */
final class EvidenceLimitsTest {
  private static final Authority ROOT = Authority.root("root");
  private static final Identity SERVER = ROOT.issue(Wish.server("a.example"));
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Revocation TODAY = new Revocation(NOW.minusSeconds(60), NOW.plus(WEEK));

  private static final Responses ABOUT_IT = Responses.about(SERVER.leaf(), ROOT, NOW);

  /** The code of the refusal; empty if it is known to be good. */
  private static String judged(Evidence evidence) {
    try {
      new ChainJudge(ChainRules.of(Purpose.SERVER, RevocationRules.REQUIRED))
          .judge(
              SERVER.leaf(),
              List.of(),
              List.of(ROOT.certificate()),
              NOW,
              Set.of(Purpose.SERVER_AUTH),
              evidence);
      return "";
    } catch (TrustException refused) {
      return refused.code();
    }
  }

  private static String responded(Bytes... responses) {
    return judged(new Evidence(List.of(), List.of(responses)));
  }

  private static final String UNKNOWN = Refusal.REVOCATION_UNKNOWN.code();

  private static X509CRL list(Authority issuer, X509Certificate... revoked) throws CRLException {
    return RevocationLists.fromDer(Base64.getDecoder().decode(TODAY.list(issuer, revoked)));
  }

  private static Evidence lastAfter(int others, X509CRL other, X509CRL last) {
    List<X509CRL> lists = new ArrayList<>(Collections.nCopies(others, other));
    lists.add(last);
    return new Evidence(lists, List.of());
  }

  @Test
  void sixtyFourListsAreHeard() throws Exception {
    X509CRL other = list(Authority.root("somebody else"));
    X509CRL good = list(ROOT);
    assertThat(judged(lastAfter(63, other, good))).isEmpty();
    assertThat(judged(lastAfter(64, other, good))).isEqualTo(UNKNOWN);
  }

  @Test
  void sixteenResponsesAreHeard() {
    Bytes other = Responses.about(ROOT.issue(Wish.server("b.example")).leaf(), ROOT, NOW).make();
    List<Bytes> responses = new ArrayList<>(Collections.nCopies(15, other));
    responses.add(ABOUT_IT.make());
    assertThat(judged(new Evidence(List.of(), responses))).isEmpty();
    responses.add(0, other);
    assertThat(judged(new Evidence(List.of(), responses))).isEqualTo(UNKNOWN);
  }

  @Test
  void aResponseHasSixtyFourKilobytes() {
    Bytes largest = ABOUT_IT.ofLength(64 * 1024);
    assertThat(largest.length()).isEqualTo(65_536);
    assertThat(responded(largest)).isEmpty();
    assertThat(responded(ABOUT_IT.ofLength(64 * 1024 + 1))).isEqualTo(UNKNOWN);
  }

  @Test
  void fourCertificatesThatComeWithAResponseAreLookedAt() {
    Identity responder =
        ROOT.issue(
            Wish.named("CN=responder").withUses("1.3.6.1.5.5.7.3.9").whoseRevocationNobodyChecks());
    X509Certificate junk = ROOT.issue(Wish.named("CN=junk")).leaf();
    List<X509Certificate> brought = new ArrayList<>(List.of(junk, junk, junk, responder.leaf()));
    assertThat(responded(ABOUT_IT.by(responder, brought).make())).isEmpty();
    brought.add(0, junk);
    assertThat(responded(ABOUT_IT.by(responder, brought).make())).isEqualTo(UNKNOWN);
  }

  /** RFC 6960, 4.2.2.1: newer information is available all the time. */
  @Test
  void aResponseWithoutAnEndCountsForADay() {
    Instant aDayAgo = NOW.minus(Duration.ofDays(1));
    Responses then = Responses.about(SERVER.leaf(), ROOT, aDayAgo);
    assertThat(responded(then.until(Optional.empty()).make())).isEmpty();
    Responses before = Responses.about(SERVER.leaf(), ROOT, aDayAgo.minusSeconds(1));
    assertThat(responded(before.until(Optional.empty()).make()))
        .isEqualTo(Refusal.REVOCATION_STALE.code());
  }

  @Test
  void aRespondersClockMayBeFiveMinutesAhead() {
    Instant ahead = NOW.plus(Duration.ofMinutes(5));
    assertThat(responded(Responses.about(SERVER.leaf(), ROOT, ahead).make())).isEmpty();
    assertThat(responded(Responses.about(SERVER.leaf(), ROOT, ahead.plusSeconds(1)).make()))
        .isEqualTo(UNKNOWN);
  }

  /** As many count for the time as for the verdict. */
  @Test
  void timesAreHeardFromAsMany() throws Exception {
    List<X509Certificate> path = List.of(SERVER.leaf(), ROOT.certificate());
    Verifiers none =
        signer -> {
          throw new OperatorCreationException("nobody asks");
        };
    X509CRL other = list(Authority.root("somebody else"));
    X509CRL good = list(ROOT);
    assertThat(EvidenceTimes.of(path, lastAfter(63, other, good), none))
        .containsExactly(NOW.minusSeconds(60));
    assertThat(EvidenceTimes.of(path, lastAfter(64, other, good), none)).isEmpty();
  }
}
