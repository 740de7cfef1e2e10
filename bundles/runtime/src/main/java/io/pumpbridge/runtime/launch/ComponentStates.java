// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceListener;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the components of ours work, and if not, why, in sentences. */
final class ComponentStates {
  private static final Logger log = LoggerFactory.getLogger(ComponentStates.class);

  private static final String OURS = "io.pumpbridge.";

  /** A failure shows in no service event, so it is looked for this often as well. */
  private static final long LOOK_MS = 100;

  private final BundleContext context;
  private final ServiceComponentRuntime runtime;
  private final Set<String> configuredPids;

  ComponentStates(
      BundleContext context, ServiceComponentRuntime runtime, Set<String> configuredPids) {
    this.context = context;
    this.runtime = runtime;
    this.configuredPids = configuredPids;
  }

  void awaitAllActive(Duration limit) throws LaunchException, InterruptedException {
    Semaphore changes = new Semaphore(0);
    ServiceListener listener = event -> changes.release();
    context.addServiceListener(listener);
    try {
      long endNs = System.nanoTime() + limit.toNanos();
      List<String> waiting = waiting();
      while (!waiting.isEmpty()) {
        refuseFailures();
        if (System.nanoTime() > endNs) {
          throw new LaunchException(LaunchException.Fault.DEVICE, "component-not-ready", waiting);
        }
        changes.drainPermits();
        if (changes.tryAcquire(LOOK_MS, TimeUnit.MILLISECONDS)) {
          changes.drainPermits();
        }
        waiting = waiting();
      }
    } finally {
      context.removeServiceListener(listener);
    }
  }

  /** One that refuses its settings first: others fail because it is not there. */
  private void refuseFailures() throws LaunchException {
    List<LaunchException> failures = new ArrayList<>();
    for (ComponentDescriptionDTO description : ours()) {
      for (ComponentConfigurationDTO configuration :
          runtime.getComponentConfigurationDTOs(description)) {
        if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
          failures.add(
              failure(description.name, Optional.ofNullable(configuration.failure).orElse("")));
        }
      }
    }
    failures.sort(Comparator.comparing(LaunchException::fault));
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }

  /**
   * The stack trace is the engineer's, and goes to the log unless a person can help. The sentence
   * is what the component says of its settings, whatever led it to that; without such a word it is
   * the last cause's message.
   */
  private static LaunchException failure(String component, String stackTrace) {
    List<String> causes =
        Arrays.stream(stackTrace.split("\\R"))
            .filter(line -> !line.startsWith("\t"))
            .map(line -> line.replaceFirst("^Caused by: ", ""))
            .toList();
    Optional<String> refusal =
        causes.stream()
            .filter(cause -> cause.startsWith(IllegalArgumentException.class.getName()))
            .findFirst();
    if (refusal.isEmpty()) {
      log.error("component failed component={} failure={}", component, stackTrace);
    }
    String sentence = refusal.orElse(causes.get(causes.size() - 1)).replaceFirst("^[\\w.$]+: ", "");
    return new LaunchException(
        refusal.isPresent() ? LaunchException.Fault.USAGE : LaunchException.Fault.DEVICE,
        refusal.isPresent() ? "configuration-wrong" : "component-failed",
        component.substring(OURS.length()) + ": " + sentence + (sentence.endsWith(".") ? "" : "."));
  }

  private List<String> waiting() {
    List<ComponentDescriptionDTO> known = ours();
    List<String> sentences = new ArrayList<>(unknown(known));
    for (ComponentDescriptionDTO description : known) {
      var configurations = runtime.getComponentConfigurationDTOs(description);
      if (configurations.isEmpty()) { // its configuration is still on the way to it
        sentences.add(description.name + " is not configured yet.");
      }
      configurations.stream()
          .filter(configuration -> !works(description, configuration))
          .map(configuration -> description.name + " is not ready: " + why(configuration) + ".")
          .forEach(sentences::add);
    }
    return sentences;
  }

  /** A bundle's components are found a moment after the bundle has started. */
  private List<String> unknown(List<ComponentDescriptionDTO> known) {
    return configuredPids.stream()
        .filter(
            pid ->
                known.stream()
                    .noneMatch(description -> List.of(description.configurationPid).contains(pid)))
        .sorted()
        .map(pid -> pid + " is not known yet.")
        .toList();
  }

  /**
   * A delayed component rests satisfied until somebody uses it; what it offers is registered a
   * moment later, and only then can anybody.
   */
  private static boolean works(
      ComponentDescriptionDTO description, ComponentConfigurationDTO configuration) {
    boolean ready =
        configuration.state == ComponentConfigurationDTO.ACTIVE
            || (configuration.state == ComponentConfigurationDTO.SATISFIED
                && !description.immediate);
    return ready && (description.serviceInterfaces.length == 0 || configuration.service != null);
  }

  private static String why(ComponentConfigurationDTO configuration) {
    return Arrays.stream(configuration.unsatisfiedReferences)
        .map(reference -> "it waits for " + reference.name)
        .findFirst()
        .orElse("it offers nothing yet");
  }

  private List<ComponentDescriptionDTO> ours() {
    return runtime.getComponentDescriptionDTOs().stream()
        .filter(
            description ->
                Arrays.stream(description.configurationPid).anyMatch(configuredPids::contains))
        .toList();
  }
}
