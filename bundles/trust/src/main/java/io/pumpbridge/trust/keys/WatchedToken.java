// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A token on a thread of its own, because the code of its maker may never come back. Then everybody
 * who waits is told so in time, and whoever comes later at once; if it does come back, all goes on.
 */
final class WatchedToken implements Token, AutoCloseable {
  /** A TPM signs in 0.2 s, the first time in 2 s; a handshake ends after 15 s. */
  static final Duration SIGN_LIMIT = Duration.ofSeconds(10);

  /** Opening a token and making a key; some search long for primes even where none are needed. */
  static final Duration CHANGE_LIMIT = Duration.ofSeconds(60);

  /** Connections of one gateway that wait at the same time, and more. */
  private static final int MAX_WAITING = 16;

  private final Token token;
  private final Duration signLimit;
  private final Duration changeLimit;
  private final ThreadPoolExecutor worker;

  /** How many calls were given up that have not come back. */
  private final AtomicInteger lost = new AtomicInteger();

  /** Why the last call failed; null if it did not. */
  private volatile @Nullable TrustException failure;

  @FunctionalInterface
  private interface Call<T> {
    T make() throws TrustException;
  }

  WatchedToken(Token token, Duration signLimit, Duration changeLimit) {
    this.token = token;
    this.signLimit = signLimit;
    this.changeLimit = changeLimit;
    this.worker =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            task -> {
              Thread thread = new Thread(task, "pump-bridge token");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public X509Certificate make(String name, Curve curve) throws TrustException {
    return inTime(() -> token.make(name, curve), changeLimit);
  }

  @Override
  public byte[] sign(String name, String algorithm, byte[] content) throws TrustException {
    return inTime(() -> token.sign(name, algorithm, content), signLimit);
  }

  @Override
  public Set<String> names() throws TrustException {
    return inTime(token::names, changeLimit);
  }

  @Override
  public void delete(String name) throws TrustException {
    Call<Boolean> delete =
        () -> {
          token.delete(name);
          return true;
        };
    inTime(delete, changeLimit);
  }

  @Override
  public void requireUsable() throws TrustException {
    TrustException last = failure;
    if (last != null) {
      throw new TrustException(last.code(), String.valueOf(last.getMessage()), last.subject());
    }
  }

  private <T> T inTime(Call<T> call, Duration limit) throws TrustException {
    try {
      T answer = answered(call, limit);
      failure = null;
      return answer;
    } catch (TrustException refused) {
      failure = refused;
      throw refused;
    }
  }

  private <T> T answered(Call<T> call, Duration limit) throws TrustException {
    if (lost.get() > 0) {
      throw notAnswering("has not answered for a while");
    }
    Attempt<T> attempt = new Attempt<>(call);
    Future<T> answer = submit(attempt);
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      attempt.giveUp();
      throw notAnswering("did not answer within " + limit.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notAnswering("was not waited for, because this gateway ends");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TrustException refused) {
        throw refused;
      }
      throw new IllegalStateException("a token failed in an unknown way", e.getCause());
    }
  }

  private <T> Future<T> submit(Attempt<T> attempt) throws TrustException {
    try {
      return worker.submit(attempt::run);
    } catch (RejectedExecutionException full) {
      throw notAnswering("has too much to do, or this gateway ends");
    }
  }

  /** One call, which somebody may have given up before it comes back, or before it begins. */
  private final class Attempt<T> {
    private final Call<T> call;
    private boolean givenUp;
    private boolean done;

    Attempt(Call<T> call) {
      this.call = call;
    }

    T run() throws TrustException {
      try {
        return call.make();
      } finally {
        end();
      }
    }

    private synchronized void end() {
      done = true;
      if (givenUp) {
        lost.decrementAndGet();
      }
    }

    synchronized void giveUp() {
      if (!done && !givenUp) {
        givenUp = true;
        lost.incrementAndGet();
      }
    }
  }

  private static TrustException notAnswering(String what) {
    return Refusal.TOKEN_NOT_ANSWERING.because(
        "The token " + what + ": look whether it is plugged in, and restart this gateway.");
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
