// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.kura;

import io.pumpbridge.model.measure.Bytes;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Kura's message body: when, where, named metrics and bytes.
 *
 * @param sentOn milliseconds count, finer is cut
 * @param metrics in the order they are written
 */
public record KuraPayload(
    Optional<Instant> sentOn,
    Optional<KuraPosition> position,
    Map<String, KuraValue> metrics,
    Optional<Bytes> body) {

  public KuraPayload {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The metric if it is there and is text. */
  public Optional<String> findText(String name) {
    return metrics.get(name) instanceof KuraValue.Text text
        ? Optional.of(text.value())
        : Optional.empty();
  }

  /** Gathers a payload. */
  public static final class Builder {
    private final Map<String, KuraValue> metrics = new LinkedHashMap<>();
    private Optional<Instant> sentOn = Optional.empty();
    private Optional<Bytes> body = Optional.empty();

    private Builder() {}

    public Builder sentOn(Instant at) {
      sentOn = Optional.of(at);
      return this;
    }

    public Builder metric(String name, String value) {
      return metric(name, new KuraValue.Text(value));
    }

    public Builder metric(String name, long value) {
      return metric(name, new KuraValue.Int64(value));
    }

    public Builder metricIfPresent(String name, Optional<String> value) {
      value.ifPresent(text -> metric(name, text));
      return this;
    }

    public Builder metric(String name, KuraValue value) {
      metrics.put(name, value);
      return this;
    }

    public Builder body(Bytes bytes) {
      body = Optional.of(bytes);
      return this;
    }

    public KuraPayload build() {
      return new KuraPayload(sentOn, Optional.empty(), metrics, body);
    }
  }
}
