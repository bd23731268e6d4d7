#include "alerts/health_alerts.hpp"

#include <gtest/gtest.h>

#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

using std::chrono::milliseconds;

HealthAlerts camera() {
  HealthAlertOptions options;
  options.channel = "open";
  options.what = options.feed = "a32-south";
  options.config = "v1";
  return HealthAlerts(options);
}

TEST(HealthAlerts, raises_one_alert_at_the_first_failure) {
  HealthAlerts alerts = camera();
  const auto raised = alerts.fail("refused", "connection refused", evening());
  ASSERT_TRUE(raised);
  EXPECT_EQ(raised->event.event, AlertHappening::raised);
  EXPECT_EQ(raised->event.kind, AlertKind::feed_health);
  EXPECT_EQ(raised->event.health->what, "a32-south");
  EXPECT_EQ(raised->event.health->cause, "refused");
  EXPECT_EQ(raised->event.captured_at, evening());
  EXPECT_FALSE(alerts.fail("refused", "connection refused", evening(2000)));
}

TEST(HealthAlerts, amends_the_same_alert_when_the_cause_changes) {
  HealthAlerts alerts = camera();
  const auto raised = alerts.fail("refused", "connection refused", evening());
  const auto amended = alerts.fail("silent", "no picture for 10 s", evening(4000));
  ASSERT_TRUE(amended);
  EXPECT_EQ(amended->event.event, AlertHappening::amended);
  EXPECT_EQ(amended->event.alert, raised->event.alert);
  EXPECT_EQ(amended->event.revision, 2U);
  EXPECT_EQ(amended->event.health->cause, "silent");
}

TEST(HealthAlerts, amends_at_most_once_a_second_but_forgets_no_change) {
  HealthAlerts alerts = camera();
  (void)alerts.fail("refused", "", evening());
  EXPECT_FALSE(alerts.fail("corrupt", "", evening(999)));
  EXPECT_TRUE(alerts.fail("corrupt", "", evening(1000)));
}

TEST(HealthAlerts, closes_when_it_recovers_and_the_next_failure_is_a_new_alert_of_the_same_incident) {
  HealthAlerts alerts = camera();
  const auto raised = alerts.fail("ended", "", evening());
  const auto closed = alerts.recover(evening(1500));
  ASSERT_TRUE(closed);
  EXPECT_EQ(closed->event.event, AlertHappening::closed);
  EXPECT_EQ(closed->event.alert, raised->event.alert);
  EXPECT_FALSE(alerts.failing());
  EXPECT_FALSE(alerts.recover(evening(1600)));
  const auto again = alerts.fail("ended", "", evening(9000));
  EXPECT_NE(again->event.alert, raised->event.alert);
  EXPECT_EQ(again->event.incident, raised->event.incident);
  EXPECT_EQ(again->event.revision, 1U);
}

}  // namespace
}  // namespace nightjar
