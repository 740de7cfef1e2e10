// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.jr.ob.JSON;
import com.fasterxml.jackson.jr.ob.JSONObjectException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The configuration file {@code pump-bridge.json}: one section per bundle, property names as the
 * bundle's metatype has them, checked as a whole before anything starts.
 *
 * <pre>{@code
 * { "trust":      { "gateway.id": "bed-12", "hospital": "st-example" },
 *   "transports": { "ports": ["/dev/serial/by-path/*"] },
 *   "uplink":     { "server": "ssl://pumps.st-example.org:8883" } }
 * }</pre>
 */
public final class Settings {
  public static final String FILE = "pump-bridge.json";

  private static final String PREFIX = "io.pumpbridge.";
  private static final long MAX_FILE_BYTES = 1 << 20; // a hundred times what anybody writes by hand

  private static final String NO_OBJECT =
      " holds no JSON object, as { \"trust\": { \"gateway.id\": … }, … }.";

  private final Map<String, Map<String, Object>> byPid;

  private Settings(Map<String, Map<String, Object>> byPid) {
    this.byPid = Collections.unmodifiableMap(byPid);
  }

  /** PID to properties, for every component that the shipped bundles have. */
  public Map<String, Map<String, Object>> byPid() {
    return byPid;
  }

  /**
   * Reads and checks.
   *
   * @param overrides values from the command line by {@code section.property}; win over the file
   * @throws LaunchException with one sentence for each thing that is missing or wrong
   */
  public static Settings read(Path directory, ShippedBundles bundles, Map<String, Object> overrides)
      throws LaunchException {
    Path file = directory.resolve(FILE);
    Map<String, Object> sections = new LinkedHashMap<>(parse(file));
    overrides.forEach((name, value) -> override(sections, name, value));
    try {
      return check(file, sections, Metatype.of(bundles));
    } catch (IOException e) {
      throw new LaunchException(
          LaunchException.Fault.DEVICE, "product-unreadable", bundles.product() + ": " + e + ".");
    }
  }

  private static void override(Map<String, Object> sections, String name, Object value) {
    int dot = name.indexOf('.');
    Map<String, Object> section = new LinkedHashMap<>();
    if (sections.get(name.substring(0, dot)) instanceof Map<?, ?> given) {
      given.forEach((key, old) -> section.put(String.valueOf(key), old));
    }
    section.put(name.substring(dot + 1), value);
    sections.put(name.substring(0, dot), section);
  }

  private static Map<String, Object> parse(Path file) throws LaunchException {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw wrong(file + " is larger than " + MAX_FILE_BYTES + " bytes.");
      }
      Map<String, Object> sections = strictJson().mapFrom(Files.readAllBytes(file));
      return Optional.ofNullable(sections).orElseThrow(() -> wrong(file + NO_OBJECT));
    } catch (NoSuchFileException e) {
      throw new LaunchException(
          LaunchException.Fault.USAGE,
          "configuration-missing",
          file + " does not exist; write one or name its directory with --config.");
    } catch (StreamReadException e) {
      throw wrong(
          file
              + " is no valid JSON: "
              + e.getOriginalMessage()
              + ", at line "
              + e.getLocation().getLineNr()
              + ".");
    } catch (JSONObjectException e) {
      throw wrong(file + NO_OBJECT);
    } catch (JsonProcessingException e) {
      throw wrong(file + " is no valid JSON: " + e.getOriginalMessage() + ".");
    } catch (IOException e) {
      throw wrong(file + " cannot be read: " + NamedFile.of(file).why(e) + ".");
    }
  }

  private static JSON strictJson() {
    return JSON.builder(
            JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build())
                .build())
        .build();
  }

  private static Settings check(
      Path file, Map<String, Object> sections, Map<String, Map<String, Attribute>> types)
      throws LaunchException {
    List<String> problems = new ArrayList<>();
    for (String name : sections.keySet()) {
      if (!types.containsKey(PREFIX + name)) {
        problems.add(
            file + ": there is no section '" + name + "'; known are " + names(types) + ".");
      }
    }
    Map<String, Map<String, Object>> byPid = new TreeMap<>();
    types.forEach(
        (pid, attributes) -> {
          String name = pid.substring(PREFIX.length());
          Object section = sections.getOrDefault(name, Map.of());
          if (section instanceof Map<?, ?> given) {
            byPid.put(pid, checkSection(file + ": " + name, given, attributes, problems));
          } else {
            problems.add(file + ": " + name + " must be an object.");
          }
        });
    if (!problems.isEmpty()) {
      throw new LaunchException(LaunchException.Fault.USAGE, "configuration-wrong", problems);
    }
    return new Settings(byPid);
  }

  private static Map<String, Object> checkSection(
      String place, Map<?, ?> given, Map<String, Attribute> attributes, List<String> problems) {
    Map<String, Object> properties = new TreeMap<>();
    given.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          Attribute attribute = attributes.get(name);
          if (attribute == null) {
            problems.add(
                place
                    + "."
                    + name
                    + " is not known; known are "
                    + String.join(", ", attributes.keySet())
                    + ".");
          } else if (attribute.accept(value) instanceof Attribute.Good good) {
            properties.put(name, good.value());
          } else if (attribute.accept(value) instanceof Attribute.Bad bad) {
            problems.add(place + "." + name + " " + bad.problem() + ".");
          }
        });
    attributes.values().stream()
        .filter(attribute -> attribute.required() && !given.containsKey(attribute.id()))
        .forEach(attribute -> problems.add(place + "." + attribute.id() + " is missing."));
    return properties;
  }

  private static String names(Map<String, Map<String, Attribute>> types) {
    return String.join(
        ", ", types.keySet().stream().map(pid -> pid.substring(PREFIX.length())).toList());
  }

  private static LaunchException wrong(String problem) {
    return new LaunchException(LaunchException.Fault.USAGE, "configuration-wrong", problem);
  }
}
