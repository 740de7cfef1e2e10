// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.board;

import io.pumpbridge.model.board.Board;
import io.pumpbridge.model.health.HealthCheck;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Offers the board that the configuration names. */
@Component(
    name = BoardComponent.PID,
    service = {Board.class, HealthCheck.class},
    immediate = true,
    configurationPid = BoardComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = BoardComponent.Config.class)
public final class BoardComponent extends DrivenBoard {
  static final String PID = "io.pumpbridge.board";

  @ObjectClassDefinition(
      id = PID,
      name = "Board",
      description = "The gateway's own status light, buzzer and tamper switch.")
  @interface Config {
    @AttributeDefinition(
        name = "Board",
        description =
            "Name of the board file, for example raspberry-pi-4. Empty: no lights, no sound, and"
                + " tamper unavailable.",
        required = false)
    String board() default "";
  }

  @Activate
  public BoardComponent(Config config) {
    super(new Settings(config.board()).opener());
  }

  @Deactivate
  void deactivate() {
    close();
  }
}
