// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code trust show} tells, for people's eyes: labels on the left, what to do at the end. */
final class TrustText {
  private static final int LABEL = 13;

  /** More of a kind are counted; {@code --json} has them. */
  private static final int MAX_SHOWN = 8;

  private final List<String> lines = new ArrayList<>();

  private TrustText() {}

  static List<String> describe(Map<String, Object> answer) {
    TrustText text = new TrustText();
    Told told = new Told(answer);
    text.line("gateway", told.text("gateway_id") + " of " + told.text("hospital"));
    text.clock(told.at("clock"));
    text.lines.add("");
    text.identity(told.at("identity"));
    text.renewal(told.at("renewal"));
    text.lines.add("");
    text.trusted(told.at("trusted"));
    text.lines.add("");
    text.revocation(told.at("revocation"));
    text.lines.add("");
    text.health(told);
    text.attention(told);
    return text.lines;
  }

  private void line(String label, String words) {
    lines.add(label + " ".repeat(Math.max(1, LABEL - label.length())) + words);
  }

  private void more(String words) {
    line("", words);
  }

  private void clock(Told clock) {
    line("time", second(clock.text("time")) + ", " + clock.text("quality"));
    Told by = clock.at("floor_by");
    String who =
        switch (by.text("who")) {
          case "machine" -> "the machine's own clock has been there";
          case "authority" ->
              by.has("subject")
                  ? by.text("subject") + " signed then"
                  : "an authority signed then that is trusted no more";
          default -> "from its build, a technician, and the time it has run";
        };
    more("never before " + second(clock.text("floor")) + ": " + who);
  }

  /** Nobody reads more of a clock. */
  private static String second(String time) {
    return time.replaceFirst("\\.[0-9]+Z$", "Z");
  }

  private void identity(Told identity) {
    if (identity.has("in_use")) {
      certificate("certificate", identity.at("in_use"));
    } else {
      line("certificate", "none");
    }
    if (identity.has("previous")) {
      certificate("before it", identity.at("previous"));
    }
    if (identity.has("waiting")) {
      line("waiting", "a key (" + identity.at("waiting").text("key") + ") for its certificate");
    }
    Told keys = identity.at("keys");
    line(
        "keys",
        keys.text("store").equals("token")
            ? "in a token: " + keys.text("library") + ", slot " + keys.text("slot")
            : "in " + keys.text("file"));
  }

  private void certificate(String label, Told one) {
    line(
        label,
        one.text("subject") + ", serial " + one.text("serial") + ", by " + one.text("issuer"));
    more(
        one.text("begins") + " to " + one.text("ends") + ", " + left(one) + "; " + one.text("key"));
    more("SHA-256 " + one.text("sha256"));
  }

  private static String left(Told dated) {
    long days = dated.number("days_left");
    return days < 0 ? "ENDED" : days + (days == 1 ? " day left" : " days left");
  }

  private void renewal(Told renewal) {
    if (renewal.text("by").equals("file")) {
      line("renewal", "by file only");
    } else {
      line(
          "renewal",
          "by EST from "
              + renewal.text("server")
              + (renewal.has("next") ? ", next try " + renewal.text("next") : ", no try to come"));
    }
    if (renewal.has("last")) {
      Told last = renewal.at("last");
      more("last " + last.text("at") + ": " + last.text("outcome") + ", " + last.text("reason"));
    }
  }

  private void trusted(Told trusted) {
    Told site = trusted.at("site_package");
    String source =
        switch (trusted.text("source")) {
          case "site-package" ->
              "site package " + site.text("number") + ", issued " + site.text("issued_at");
          case "folder" -> "by hand, no site package yet";
          case "nobody" -> "nobody yet";
          default -> "nobody: the site package is damaged";
        };
    line("trusted", source);
    if (site.has("stated_reason")) {
      more("\"" + site.text("stated_reason") + "\", SHA-256 " + site.text("sha256"));
    }
    authorities("servers", trusted.list("servers"), trusted.number("servers_count"));
    authorities("signers", trusted.list("signers"), trusted.number("signers_count"));
    if (trusted.has("wifi")) {
      authorities("wi-fi", trusted.list("wifi"), trusted.list("wifi").size());
    }
    withdrawn(trusted);
  }

  private void authorities(String label, List<Told> all, long count) {
    if (all.isEmpty()) {
      line("  " + label, "none");
    }
    String next = "  " + label;
    for (Told one : shown(all)) {
      line(
          next,
          one.text("subject") + ", ends " + one.text("ends") + ", " + left(one) + leaving(one));
      more("SHA-256 " + one.text("sha256"));
      next = "";
    }
    rest(count);
  }

  private static String leaving(Told one) {
    return !one.has("leaves")
        ? ""
        : (one.is("counts") ? ", LEAVES " : ", LEFT ") + one.text("leaves");
  }

  private void withdrawn(Told trusted) {
    long count = trusted.number("withdrawn_count");
    if (count == 0) {
      return;
    }
    line("  withdrawn", count + (count == 1 ? " certificate" : " certificates"));
    for (Told one : shown(trusted.list("withdrawn"))) {
      more(
          one.has("sha256")
              ? "SHA-256 " + one.text("sha256")
              : "serial " + one.text("serial") + " of " + one.text("issuer"));
    }
    rest(count);
  }

  private void revocation(Told revocation) {
    line("revocation", revocation.text("policy") + ": " + revocation.text("in_words"));
    List<Told> lists = revocation.list("lists");
    for (Told list : shown(lists)) {
      line("  " + word(list), list.text("issuer") + described(list));
    }
    rest(revocation.number("lists_count"));
  }

  /** What does not count is loud. */
  private static String word(Told list) {
    return switch (list.text("state")) {
      case "current" -> "current";
      case "stale" -> "overdue";
      case "too-old" -> "TOO OLD";
      case "not-begun" -> "FROM LATER";
      case "none" -> "NO LIST";
      default -> "UNUSABLE";
    };
  }

  private static String described(Told list) {
    StringBuilder words = new StringBuilder();
    if (list.has("kind")) {
      words.append(list.text("kind").equals("delta") ? ", delta" : ", list");
      words.append(list.has("number") ? " " + list.text("number") : "");
      words.append(" of ").append(list.text("this_update"));
    }
    words.append(list.has("next_update") ? ", next " + list.text("next_update") : "");
    words.append(list.has("honoured_until") ? ", counts until " + list.text("honoured_until") : "");
    words.append(list.has("revoked") ? ", " + list.text("revoked") + " revoked" : "");
    words.append(
        list.has("stapled_until")
            ? ", but a server's own word until " + list.text("stapled_until")
            : "");
    return words.toString();
  }

  /** Health knows the part, not each authority: if all is well there, what comes next says more. */
  private void health(Told told) {
    Told health = told.at("health");
    if (!health.text("level").equals("ok") || told.number("attention_count") == 0) {
      line("health", health.text("level") + ": " + health.text("sentence"));
      lines.add("");
    }
  }

  private void attention(Told told) {
    List<Told> all = told.list("attention");
    if (all.isEmpty()) {
      lines.add("Nothing needs attention.");
      return;
    }
    lines.add("Needs attention:");
    for (Told one : all) {
      String stops = one.text("stops");
      String stopped =
          stops.equals("nothing") ? "" : "STOPS " + stops.toUpperCase(Locale.ROOT) + ". ";
      lines.add("- " + stopped + one.text("sentence") + " (" + one.text("code") + ")");
    }
    rest(told.number("attention_count"), all.size());
  }

  private static List<Told> shown(List<Told> all) {
    return all.subList(0, Math.min(all.size(), MAX_SHOWN));
  }

  private void rest(long count) {
    rest(count, MAX_SHOWN);
  }

  private void rest(long count, int shown) {
    if (count > shown) {
      more("and " + (count - shown) + " more");
    }
  }
}
