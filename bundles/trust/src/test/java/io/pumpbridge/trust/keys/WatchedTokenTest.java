// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WatchedTokenTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(20);

  /** Signs once it is let, and fails when asked for its names. */
  private record Hanging(CountDownLatch let, CountDownLatch back) implements Token {
    @Override
    public X509Certificate make(String name, Curve curve) {
      throw new AssertionError("not asked for here");
    }

    @Override
    public byte[] sign(String name, String algorithm, byte[] content) {
      try {
        assertThat(let.await(20, TimeUnit.SECONDS)).isTrue();
        return content;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      } finally {
        back.countDown();
      }
    }

    @Override
    public Set<String> names() throws io.pumpbridge.model.trust.TrustException {
      throw Refusal.TOKEN_MISSING.because("It has been pulled out.");
    }

    @Override
    public void delete(String name) {
      // Always there.
    }
  }

  private final CountDownLatch let = new CountDownLatch(1);
  private final CountDownLatch back = new CountDownLatch(1);
  private final Hanging hanging = new Hanging(let, back);

  @Test
  void whatTheTokenSaysIsPassedOn() throws Exception {
    let.countDown();
    try (WatchedToken token = new WatchedToken(hanging, LONG, LONG)) {
      assertThat(token.sign("key", "SHA256withECDSA", new byte[] {7})).containsExactly(7);
      token.requireUsable();
      Refused.with(Refusal.TOKEN_MISSING, token::names);
      Refused.with(Refusal.TOKEN_MISSING, token::requireUsable);
      token.delete("key");
      token.requireUsable();
    }
  }

  /** The second call would wait for 20 s if it were not refused at once. */
  @Test
  void aTokenThatHangsIsGivenUpAndAskedAgainOnceItComesBack() throws Exception {
    try (WatchedToken token = new WatchedToken(hanging, SHORT, LONG)) {
      Refused.with(Refusal.TOKEN_NOT_ANSWERING, () -> token.sign("key", "any", new byte[0]));
      Refused.with(Refusal.TOKEN_NOT_ANSWERING, () -> token.delete("key"));
      let.countDown();
      assertThat(back.await(20, TimeUnit.SECONDS)).isTrue();
      deleteOnceItAnswers(token);
    }
  }

  private static void deleteOnceItAnswers(WatchedToken token) throws Exception {
    long end = System.nanoTime() + LONG.toNanos();
    while (true) {
      try {
        token.delete("key");
        return;
      } catch (io.pumpbridge.model.trust.TrustException notYet) {
        assertThat(System.nanoTime()).as("%s", notYet).isLessThan(end);
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void afterItsEndItAnswersNobody() {
    WatchedToken token = new WatchedToken(hanging, LONG, LONG);
    token.close();
    Refused.with(Refusal.TOKEN_NOT_ANSWERING, () -> token.delete("key"));
  }
}
