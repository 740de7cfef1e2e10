// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.wipe;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.runtime.launch.Certificates;
import io.pumpbridge.runtime.launch.Farewell;
import io.pumpbridge.runtime.wipe.Found.Item;
import io.pumpbridge.runtime.wipe.Inventory.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a gateway says of its own end, before its key goes. It promises what is about to be
 * destroyed: once it is, nobody is left who could sign that it was.
 */
public final class Receipt {
  /** The receipt's form; whoever reads receipts refuses others. */
  public static final String FORMAT = "pump-bridge-decommission-receipt-1";

  private Receipt() {}

  /**
   * @param who as {@code OwnSignature} tells it
   * @param heads as {@code JournalFarewell} tells them
   * @param token what becomes of keys in a token
   * @return JSON in UTF-8
   */
  public static byte[] of(
      Mark mark,
      Map<String, Object> who,
      List<Map<String, Object>> heads,
      Found found,
      Elsewhere.Plan token) {
    Map<String, Object> receipt = new LinkedHashMap<>();
    receipt.put("format", FORMAT);
    receipt.put("gateway", who.get("gateway"));
    receipt.put("hospital", who.get("hospital"));
    Map<String, Object> certificate = new LinkedHashMap<>();
    for (String field : List.of("serial", "sha256", "subject", "issuer", "ends")) {
      certificate.put(field, who.get(field));
    }
    receipt.put("certificate", certificate);
    receipt.put("certificates", Certificates.of(who));
    receipt.put("at", who.get("at"));
    receipt.put("clock", who.get("clock"));
    receipt.put("by", mark.by());
    receipt.put("reason", mark.reason());
    receipt.put("drain", mark.drain());
    receipt.put("journal", heads);
    receipt.put("lost_records", Farewell.undelivered(heads));
    receipt.put("wipes", wipes(found));
    if (!token.isNothing()) {
      receipt.put("token", token(token));
    }
    receipt.put("keeps", found.unknown().stream().map(String::valueOf).toList());
    try {
      return JSON.std.asBytes(receipt);
    } catch (IOException e) {
      throw new IllegalStateException("text can always be written", e);
    }
  }

  /** Also for a program that reads the output of {@code decommission}. */
  public static Map<String, Object> token(Elsewhere.Plan plan) {
    Map<String, Object> token = new LinkedHashMap<>();
    token.put("asked", plan.asked());
    token.put("destroys", plan.destroys());
    token.put("leaves", plan.leaves());
    return token;
  }

  private static List<Map<String, Object>> wipes(Found found) {
    List<Map<String, Object>> wipes = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      List<Item> items = found.of(kind);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("kind", kind.words());
      entry.put("files", items.size());
      entry.put("bytes", items.stream().mapToLong(Item::bytes).sum());
      if (kind == Kind.KEY) {
        entry.put("names", items.stream().map(Item::name).toList());
      }
      wipes.add(entry);
    }
    return wipes;
  }
}
