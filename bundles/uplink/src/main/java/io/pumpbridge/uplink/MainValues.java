// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.UtcText;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What a message repeats of a record's canonical bytes. Picked out of them in one pass: each record
 * of a backlog comes through here, and a tree of it would be thrown away at once.
 *
 * @param at when it was
 * @param clock how good the clock was
 * @param name of the event
 * @param pumpSerial present if and only if {@code pumpProtocol} is
 */
record MainValues(
    Instant at,
    String clock,
    String name,
    Optional<String> pumpSerial,
    Optional<String> pumpProtocol,
    Optional<String> channel) { // six, because they are the metrics

  /**
   * Reads them.
   *
   * @throws DocumentException unless all that every record has is there
   */
  static MainValues of(Bytes canonical) throws DocumentException {
    Gathering found = new Gathering();
    try (JsonParser json = JsonText.parser(canonical)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new DocumentException("$", "is no JSON object");
      }
      found.readRecord(json);
    } catch (IOException e) {
      throw new DocumentException("$", "is no well-formed JSON object");
    }
    return found.values();
  }

  /** What has been found so far. */
  private static final class Gathering {
    private Optional<String> at = Optional.empty();
    private Optional<String> clock = Optional.empty();
    private Optional<String> name = Optional.empty();
    private Optional<String> serial = Optional.empty();
    private Optional<String> protocol = Optional.empty();
    private Optional<String> channel = Optional.empty();
    private boolean pump;

    /** Each of these is called within its object, and goes on until that ends. */
    void readRecord(JsonParser json) throws IOException {
      for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
        JsonToken value = json.nextToken();
        switch (field) {
          case "t" -> at = text(json, value);
          case "clock" -> clock = text(json, value);
          case "event" -> {
            if (value == JsonToken.START_OBJECT) {
              readEvent(json);
            }
          }
          default -> json.skipChildren();
        }
      }
    }

    private void readEvent(JsonParser json) throws IOException {
      for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
        JsonToken value = json.nextToken();
        switch (field) {
          case "name" -> name = text(json, value);
          case "channel" -> channel = text(json, value);
          case "pump" -> {
            pump = true;
            if (value == JsonToken.START_OBJECT) {
              readPump(json);
            }
          }
          default -> json.skipChildren();
        }
      }
    }

    private void readPump(JsonParser json) throws IOException {
      for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
        JsonToken value = json.nextToken();
        switch (field) {
          case "serial" -> serial = text(json, value);
          case "protocol" -> protocol = text(json, value);
          default -> json.skipChildren();
        }
      }
    }

    private static Optional<String> text(JsonParser json, JsonToken value) throws IOException {
      if (value == JsonToken.VALUE_STRING) {
        return Optional.of(json.getText());
      }
      json.skipChildren();
      return Optional.empty();
    }

    MainValues values() throws DocumentException {
      if (pump && (serial.isEmpty() || protocol.isEmpty())) {
        throw new DocumentException("$.event.pump", "has no serial or no protocol");
      }
      return new MainValues(
          time(required(at, "$.t")),
          required(clock, "$.clock"),
          required(name, "$.event.name"),
          serial,
          protocol,
          channel);
    }

    private static String required(Optional<String> value, String path) throws DocumentException {
      return value.orElseThrow(() -> new DocumentException(path, "is missing or no text"));
    }

    private static Instant time(String text) throws DocumentException {
      try {
        return UtcText.parse(text);
      } catch (DateTimeParseException e) {
        throw new DocumentException("$.t", "must be an ISO 8601 time in UTC");
      }
    }
  }
}
