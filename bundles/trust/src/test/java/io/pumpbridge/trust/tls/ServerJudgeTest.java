// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.HostName;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Sized;
import io.pumpbridge.trust.lab.Statuses;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ServerJudgeTest {
  private static final String HOST = "a.example";
  private static final Authority ROOT = Authority.root("root");
  private static final int LARGEST = 16 * 1024;

  private static void judge(X509Certificate... chain) throws TrustException {
    FixedClock clock = new FixedClock();
    new ServerJudge(
            HostName.from(HOST),
            List.of(ROOT.certificate()),
            Statuses.unasked(),
            clock,
            SignedTimes.ignoredBy(clock))
        .requireTrusted(chain, List.of());
  }

  /** Each may be large; what they cost together is bounded too. */
  @Test
  void aWholeChainHasThirtyTwoKilobytes() {
    Wish junk = Wish.named("CN=junk");
    X509Certificate half = Sized.certificate(ROOT, junk, LARGEST);
    X509Certificate small = Sized.certificate(ROOT, Wish.server(HOST), 1_000);
    X509Certificate rest = Sized.certificate(ROOT, junk, LARGEST - 1_000);
    assertThatCode(() -> judge(small, half, rest)).doesNotThrowAnyException();
    X509Certificate one = Sized.certificate(ROOT, junk, LARGEST - 999);
    Refused.with(Refusal.SERVER_MESSAGE_TOO_LARGE, () -> judge(small, half, one));
  }
}
