// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that wait for their replies. Any gateway may publish to the reply topics, so a request
 * id is a secret between the server and the one gateway that reads it: 128 random bits.
 */
final class Requests {
  private static final Logger log = LoggerFactory.getLogger(Requests.class);

  static final int MAX_WAITING = 256; // a person or a demonstration asks one at a time
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();

  /** A request on its way. */
  record Open(String id, CompletableFuture<Reply> reply) {}

  static String newId() {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** Empty if too many wait already. */
  Optional<Open> open(Duration patience) {
    if (waiting.size() >= MAX_WAITING) {
      return Optional.empty();
    }
    String id = newId();
    CompletableFuture<Reply> reply =
        new CompletableFuture<Reply>().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    waiting.put(id, reply);
    return Optional.of(new Open(id, reply.whenComplete((answer, failure) -> waiting.remove(id))));
  }

  /**
   * Hands a reply to whoever waits for it.
   *
   * @return what is wrong with it, if anything is
   */
  Optional<String> take(String id, byte[] payload) {
    Optional<Reply> reply = KuraCodec.decode(payload).flatMap(Reply::from);
    if (reply.isEmpty()) {
      return Optional.of("a reply is no Kura payload with a response code");
    }
    if (complete(id, reply.get()) || reply.get().isAccepted()) {
      return Optional.empty();
    }
    // Only confirmations are sent without waiting, and only a refused one is answered.
    log.warn("confirmation refused status={}", reply.get().status());
    return Optional.of(
        "a gateway refused a confirmation: " + reply.get().reason().orElse("no reason"));
  }

  /** Whether somebody waited for it. */
  boolean complete(String id, Reply reply) {
    CompletableFuture<Reply> future = waiting.remove(id);
    return future != null && future.complete(reply);
  }

  void fail(String id, Exception cause) {
    CompletableFuture<Reply> future = waiting.remove(id);
    if (future != null) {
      future.completeExceptionally(cause);
    }
  }

  void failAll(Exception cause) {
    waiting.values().forEach(future -> future.completeExceptionally(cause));
  }
}
