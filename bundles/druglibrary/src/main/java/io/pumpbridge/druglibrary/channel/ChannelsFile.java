// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.channel;

import io.pumpbridge.druglibrary.document.StrictJson;
import io.pumpbridge.druglibrary.store.Store;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which channel is judged by what, across restarts. Names libraries by hash; holds none. */
final class ChannelsFile {
  static final String FILE = "lines.json";

  private static final Logger log = LoggerFactory.getLogger(ChannelsFile.class);
  private static final String CHECK = "check";

  private final Store store;

  ChannelsFile(Store store) {
    this.store = store;
  }

  /**
   * What is written.
   *
   * @param newest the library in force for whatever begins, and since when; empty if none
   */
  record Content(Optional<Since> newest, Map<Channel, ChannelState> channels) {
    static final Content NONE = new Content(Optional.empty(), Map.of());

    Content {
      channels = Map.copyOf(channels);
    }
  }

  /** A library by its content, and when it came into force. */
  record Since(String sha256, Instant at) {
    boolean isOf(String content) {
      return sha256.equals(content);
    }
  }

  /** A damaged file says nothing: what runs is then judged by what is in force. */
  Content read() {
    try {
      Optional<Bytes> stored = store.read(FILE);
      return stored.isPresent() ? parse(stored.get()) : Content.NONE;
    } catch (IOException | DocumentException e) {
      log.error("which infusion began with which library is lost failure={}", e.toString());
      return Content.NONE;
    }
  }

  void write(Content content) throws IOException {
    Fields.Builder fields = Fields.builder();
    content
        .newest()
        .ifPresent(
            newest -> fields.put("newest", newest.sha256()).put("newest_since", newest.at()));
    List<Fields> channels = new ArrayList<>();
    content.channels().forEach((channel, state) -> channels.add(fields(channel, state)));
    Fields body = fields.put("lines", channels).build();
    Fields whole = Fields.builder().putAll(body).put(CHECK, hashOf(body)).build();
    store.replace(FILE, Bytes.of(whole.toString(), StandardCharsets.UTF_8));
  }

  private static Fields fields(Channel channel, ChannelState state) {
    Fields.Builder fields =
        Fields.builder()
            .put("pump", channel.pump())
            .put("channel", channel.name())
            .put("sha256", state.sha256())
            .put("version", state.version())
            .put("since", state.since())
            .put("running", state.running())
            .put("heard", state.heard());
    state.programme().ifPresent(programme -> fields.put("programme", programme));
    return fields.build();
  }

  private static Content parse(Bytes stored) throws DocumentException {
    Fields whole = StrictJson.parse(stored);
    Map<String, Object> body = new LinkedHashMap<>(whole.toTree());
    body.remove(CHECK);
    if (!hashOf(Fields.from(body)).equals(whole.text(CHECK))) {
      throw new DocumentException("$." + CHECK, "does not fit");
    }
    Map<Channel, ChannelState> channels = new LinkedHashMap<>();
    for (Fields one : whole.list("lines")) {
      if (channels.size() < Channels.MAX_CHANNELS) {
        channels.put(new Channel(one.text("pump"), one.text("channel")), state(one));
      }
    }
    Optional<Since> newest =
        whole.has("newest")
            ? Optional.of(new Since(whole.text("newest"), whole.time("newest_since")))
            : Optional.empty();
    return new Content(newest, channels);
  }

  private static ChannelState state(Fields one) throws DocumentException {
    return new ChannelState(
        one.text("sha256"),
        one.whole("version"),
        one.time("since"),
        one.findFlag("running").orElse(false),
        one.findText("programme"),
        one.time("heard"),
        Optional.empty(),
        false);
  }

  private static String hashOf(Fields body) {
    return EventRecord.hashOf(Bytes.of(body.toString(), StandardCharsets.UTF_8));
  }
}
