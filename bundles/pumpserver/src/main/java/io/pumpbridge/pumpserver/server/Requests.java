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

/**
 * Requests that wait for their replies. Any gateway may publish to the reply topics, so a request
 * id is a secret between the server and the one gateway that reads it: 128 random bits.
 */
final class Requests {
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
