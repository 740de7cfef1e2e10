// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The journal's and the identity's last words; the ports are described in {@code model}. */
public final class Farewell {
  private static final String JOURNAL = "io.pumpbridge.model.journal.JournalFarewell";
  private static final String KEYS = "io.pumpbridge.model.trust.KeyFarewell";
  private static final String SIGNATURE = "io.pumpbridge.model.trust.OwnSignature";

  private final Desk desk;

  public Farewell(BridgeFramework bridge) {
    this.desk = new Desk(bridge);
  }

  /** Where each stream of the journal stands. */
  public List<Map<String, Object>> heads() throws LaunchException {
    List<Map<String, Object>> heads = new ArrayList<>();
    if (desk.call(JOURNAL, "heads") instanceof List<?> told) {
      told.forEach(head -> heads.add(named(head)));
    }
    return heads;
  }

  /** Records that the server has not confirmed. */
  public static long undelivered(List<Map<String, Object>> heads) {
    return heads.stream()
        .mapToLong(head -> head.get("undelivered") instanceof Number count ? count.longValue() : 0)
        .sum();
  }

  /** Appends an event, durably. */
  public void say(String event, Map<String, Object> details) throws LaunchException {
    desk.call(JOURNAL, "say", event, details);
  }

  /** Who this gateway is, by its certificate and clock. */
  public Map<String, Object> who() throws LaunchException {
    return named(desk.call(SIGNATURE, "who"));
  }

  /** Names of this gateway's keys in a token, the one in use last; empty if its keys are files. */
  public List<String> keysInToken() throws LaunchException {
    return texts(desk.call(KEYS, "keysInToken"));
  }

  /** Destroys them, and looks that they are gone. */
  public List<String> destroyKeysInToken() throws LaunchException {
    return texts(desk.call(KEYS, "destroyKeysInToken"));
  }

  private static List<String> texts(Object told) {
    return told instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  /** Signs in this gateway's name. */
  public byte[] sign(byte[] content) throws LaunchException {
    return (byte[]) desk.call(SIGNATURE, "sign", (Object) content);
  }

  /** Verifies what a gateway of this hospital signed. */
  public Map<String, Object> verify(byte[] signed) throws LaunchException {
    return named(desk.call(SIGNATURE, "verify", (Object) signed));
  }

  private static Map<String, Object> named(Object told) {
    Map<String, Object> named = new LinkedHashMap<>();
    if (told instanceof Map<?, ?> fields) {
      fields.forEach((name, value) -> named.put(String.valueOf(name), value));
    }
    return named;
  }
}
