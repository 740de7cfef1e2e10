// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A bill of materials as a program reads it, with parts called {@code group:name:version}. */
record WrittenBill(Map<String, Object> json) {
  static WrittenBill read(Path file) throws IOException {
    return new WrittenBill(JSON.std.mapFrom(Files.readString(file)));
  }

  /** The product first, as a part like the others. */
  List<Map<String, Object>> components() {
    List<Map<String, Object>> components = new ArrayList<>();
    components.addAll(list(List.of(((Map<?, ?>) json.get("metadata")).get("component"))));
    components.addAll(list(json.get("components")));
    return components;
  }

  /** What lies in what. */
  SortedMap<String, SortedSet<String>> dependencies() {
    SortedMap<String, SortedSet<String>> dependencies = new TreeMap<>();
    for (Map<String, Object> dependency : list(json.get("dependencies"))) {
      SortedSet<String> held = new TreeSet<>();
      ((List<?>) dependency.get("dependsOn")).forEach(purl -> held.add(name((String) purl)));
      assertThat(dependencies.put(name((String) dependency.get("ref")), held))
          .as("%s is there twice", dependency)
          .isNull();
    }
    return dependencies;
  }

  /** By its package URL; its other names have to say the same. */
  static String name(Map<String, Object> component) {
    String name = name((String) component.get("purl"));
    assertThat(component.get("bom-ref")).isEqualTo(component.get("purl"));
    String said = component.get("name") + ":" + component.get("version");
    assertThat(name)
        .isEqualTo(component.containsKey("group") ? component.get("group") + ":" + said : said);
    return name;
  }

  private static String name(String purl) {
    return purl.replaceFirst("^pkg:(maven|generic)/", "").replace('/', ':').replace('@', ':');
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> list(Object json) {
    return (List<Map<String, Object>>) json;
  }
}
