// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Site packages for people's eyes. */
final class SiteText {
  private SiteText() {}

  static String refusal(Map<String, Object> answer) {
    return answer.get("reason") + " (" + answer.get("code") + ")";
  }

  static List<String> describe(Map<String, Object> told) {
    List<String> lines = new ArrayList<>();
    switch (String.valueOf(told.get("source"))) {
      case "nobody" -> lines.add("Nobody is trusted yet: install a site package with its code.");
      case "folder" -> lines.add("Trusted is who stands in the anchors' folder.");
      case "damaged" -> lines.add(refusal(told));
      default -> describePackage(told, lines);
    }
    if (told.get("anchors") instanceof Map<?, ?> anchors) {
      describeAnchors("Servers:", anchors.get("server"), lines);
      describeAnchors("Signers:", anchors.get("signers"), lines);
    } else if (!"damaged".equals(told.get("source"))) {
      lines.add(refusal(told));
    }
    if (told.get("withdrawn") instanceof Number number && number.longValue() > 0) {
      lines.add("Withdrawn certificates: " + number + ".");
    }
    return lines;
  }

  private static void describePackage(Map<String, Object> told, List<String> lines) {
    lines.add(
        "Site package "
            + told.get("number")
            + " of "
            + told.get("hospital")
            + ", issued "
            + told.get("issued_at")
            + ": "
            + told.get("stated_reason"));
    if (told.get("signers") instanceof List<?> signers) {
      lines.add(
          "Signed by "
              + signers.stream().map(SiteText::signer).collect(Collectors.joining(" and "))
              + ".");
    }
    if (Boolean.TRUE.equals(told.get("reissue"))) {
      lines.add("Gateways may need new certificates by it.");
    }
  }

  private static String signer(Object signer) {
    return signer instanceof Map<?, ?> one
        ? one.get("subject") + " (" + one.get("role") + ")"
        : String.valueOf(signer);
  }

  private static void describeAnchors(String title, @Nullable Object anchors, List<String> lines) {
    lines.add(title);
    if (anchors instanceof List<?> list) {
      for (Object one : list) {
        lines.add("  " + anchor(one));
      }
    }
  }

  private static String anchor(Object anchor) {
    if (!(anchor instanceof Map<?, ?> one)) {
      return String.valueOf(anchor);
    }
    String leaving =
        one.get("until") == null
            ? ""
            : (Boolean.TRUE.equals(one.get("counts")) ? ", leaves " : ", left ") + one.get("until");
    return one.get("subject") + ", ends " + one.get("ends") + leaving;
  }
}
