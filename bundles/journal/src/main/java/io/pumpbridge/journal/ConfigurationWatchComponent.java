// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.event.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees every change of our components' settings in the one place through which all of them go, on
 * Kura as well, also one that was made while nothing ran. Whether a component takes them, it says
 * itself.
 */
@Component(
    name = "io.pumpbridge.journal.configuration",
    configurationPid = JournalComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = ConfigurationListener.class)
public final class ConfigurationWatchComponent implements ConfigurationListener {
  private static final Logger log = LoggerFactory.getLogger(ConfigurationWatchComponent.class);
  private static final String OURS = "io.pumpbridge.";

  private final ConfigurationAdmin admin;
  private final AuditTrail trail;
  private final SeenFile file;
  private SeenConfigurations seen;

  @Activate
  public ConfigurationWatchComponent(
      @Reference ConfigurationAdmin admin, @Reference AuditTrail trail, BundleContext context) {
    this.admin = admin;
    this.trail = trail;
    String state = String.valueOf(context.getProperty("io.pumpbridge.state"));
    this.file = new SeenFile(Path.of(state, "journal", "configuration.seen"));
    this.seen = file.read();
    lookAtAll();
  }

  private void lookAtAll() {
    try {
      Configuration[] all = admin.listConfigurations("(service.pid=" + OURS + "*)");
      if (all != null) {
        for (Configuration one : all) {
          look(one.getPid(), one.getProperties());
        }
      }
    } catch (IOException | InvalidSyntaxException e) {
      log.warn("settings cannot be looked at", e);
    }
  }

  /** On a thread of the configuration admin's. */
  @Override
  public void configurationEvent(ConfigurationEvent event) {
    if (!event.getPid().startsWith(OURS)) {
      return;
    }
    try {
      if (event.getType() == ConfigurationEvent.CM_UPDATED) {
        look(event.getPid(), admin.getConfiguration(event.getPid(), "?").getProperties());
      } else if (event.getType() == ConfigurationEvent.CM_DELETED) {
        look(event.getPid(), null);
      }
    } catch (IOException e) {
      log.warn("settings cannot be looked at component={}", event.getPid(), e);
    }
  }

  private synchronized void look(
      String component, @Nullable Dictionary<String, Object> properties) {
    Map<String, Object> map = new TreeMap<>();
    if (properties != null) {
      for (String name : Collections.list(properties.keys())) {
        map.put(name, properties.get(name));
      }
    }
    Map<String, String> now = SeenConfigurations.hashesOf(map);
    Optional<Event> change = seen.change(component, now);
    if (change.isPresent()) {
      seen = seen.with(component, now);
      SeenConfigurations told = seen;
      var unused = trail.keep(change.get()).thenRun(() -> file.write(told));
    }
  }
}
