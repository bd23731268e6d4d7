#include "alerts/alert_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

using testing::HasSubstr;
using Json = nlohmann::ordered_json;

Json good_message() {
  AlertEvent event = made_hit();
  event.stream = "5f";
  event.seq = 1;
  return Json::parse(to_json(event));
}

TEST(AlertJson, keeps_every_field_there_and_back) {
  const std::string text = to_json(made_full_event());
  const AlertReading reading = from_json(text);
  ASSERT_TRUE(reading.event) << reading.fault;
  EXPECT_EQ(to_json(*reading.event), text);
}

TEST(AlertJson, writes_the_fields_in_the_order_of_the_format) {
  EXPECT_EQ(
      to_json(made_full_event()),
      R"({"stream":"5f","seq":7,"event":"withdrawn","alert":"a1","revision":3,"incident":"inc-a1",)"
      R"("kind":"vehicle_hit","priority":10,"handling":"alarm","channel":"open","feed":"a32-south",)"
      R"("captured_at":"2026-11-21T20:00:00.000Z","clock":{"source":"ntp","offset_ms":-12,"believed":true},)"
      R"("published_at":"2026-11-21T20:00:00.250Z","late_s":0.25,"journalled":false,"replay":true,)"
      R"("place":{"lat":51.0123457,"lon":-1.1500001,"ce90_m":3.25,"ellipse":{"major_m":4.5,"minor_m":2.25,)"
      R"("bearing_deg":17.5},"os_grid":"SU 59612 22871","words":"A32"},"areas":["West Meon","Beat 12"],)"
      R"("vehicle":{"mark":"AB12CDE","read_confidence":0.9813,"match":"possible","probability":0.75,)"
      R"("differs":[{"position":3,"read":"8","listed":"B"}],"direction":"towards",)"
      R"("direction_words":"northbound to Alton","bearing_deg":0.5,"order":"DO NOT STOP","entries":[{"list":"force",)"
      R"("list_revision":"89ab","list_age_s":3600,"entry_age_s":86400,"mark":"AB12CDE","match":"possible","action":"STOP",)"
      R"("markers":"FIREARMS","reason":"Seen at three burglaries","risk":"high","priority":"5",)"
      R"("owner":"DC Example","contact":"101","authoriser":"DI Example","marking":"OFFICIAL",)"
      R"("effective":"2026-11-01","weed":"2026-12-01"}]},"heat":{"class":"person","probability":0.9,)"
      R"("class_probability":0.8,"peak_k":305.5,"velocity_mps":1.25,"bearing_deg":271.5,"lost_at":"2026-11-21T20:00:00.100Z",)"
      R"("group":{"count":12,"most":14,"extent_m":33.5},"own":{"id":"HM12","kind":"vehicle","label":"Rural 2",)"
      R"("distance_m":3.5,"age_s":4.5},"unconfirmed":true},"health":{"what":"a32-south",)"
      R"("cause":"silent","detail":"no picture for 10 s"},"sightings":16,)"
      R"("quiet_s":1800,"repeat_of":"a0","alerted_again":"new area","possible_clone":{"alert":"a9",)"
      R"("feed":"m3-north","captured_at":"2026-11-21T19:56:00.000Z","distance_m":33374.0,"apart_s":240.0},)"
      R"("cloned":"PC Example","silenced":"rejected as misread by PC Example","late_match":true,)"
      R"("acknowledged_by":"PC Example","taken_over_from":"PC Other","crew":{"name":"Rural 2",)"
      R"("by":"PC Example","at":"2026-11-21T20:01:36.000Z","receive_by":"2026-11-21T20:02:36.000Z",)"
      R"("given_back_at":"2026-11-21T20:02:37.000Z","received":{"person":"PC Crew",)"
      R"("at":"2026-11-21T20:02:38.000Z"},"attending":{"person":"PC Crew","at":"2026-11-21T20:05:00.000Z"}},)"
      R"("escalation":{"level":2,"because":"not acknowledged"},"confirmed":{"characters":{"person":"PC Example","revision":2,)"
      R"("at":"2026-11-21T20:01:30.000Z"},"entry":{"person":"DC Example","revision":1,)"
      R"("at":"2026-11-21T20:01:35.000Z","until":"2026-11-21T20:31:35.000Z","alert":"a0"}},"sortie":"1f2e3d4c5b6a7988","cause":"the read changed",)"
      R"("actor":{"person":"PC Example","key":"room-1"},"action":{"code":"misread","note":"B is an 8",)"
      R"("confirms":"characters","to":"Rural 2","revision":2},"evidence":[{"name":"plate",)"
      R"("sha256":")" +
          hex(sha256("plate")) +
          R"(","captured_at":"2026-11-21T20:00:00.040Z",)"
          R"("feed":"a32-south"}],"config":"0123456789abcdef"})");
}

TEST(AlertJson, leaves_out_what_is_not_known) {
  AlertEvent event;
  event.stream = "5f";
  event.seq = 1;
  event.alert = "a";
  event.incident = "i";
  event.channel = "open";
  event.kind = AlertKind::heat_contact;
  event.heat = AlertHeat{"person", std::numeric_limits<double>::quiet_NaN(), {}, {}, {}, {}, {}};
  event.place = AlertPlace{};
  event.place->ce90_m = std::numeric_limits<double>::infinity();
  EXPECT_EQ(to_json(event),
            R"({"stream":"5f","seq":1,"event":"raised","alert":"a","revision":1,"incident":"i",)"
            R"("kind":"heat_contact","priority":50,"handling":"alarm","channel":"open","journalled":true,)"
            R"("replay":false,"place":{},"heat":{"class":"person"},"sightings":1})");
}

TEST(AlertJson, rounds_places_to_a_centimetre_and_keeps_zero_positive) {
  AlertEvent event = made_hit();
  event.place = AlertPlace{51.012345678901, -0.000000001, 12.3456, {}, {}, {}};
  EXPECT_THAT(to_json(event), HasSubstr(R"("place":{"lat":51.0123457,"lon":0.0,"ce90_m":12.35})"));
}

TEST(AlertJson, cuts_long_texts_between_characters_until_the_message_may_travel) {
  AlertEvent event = made_hit();
  event.stream = "5f";
  event.seq = 1;
  std::string hostile(5000, '\x01');  // six bytes each once escaped
  event.vehicle->entries.resize(40, event.vehicle->entries.front());
  for (AlertEntry& entry : event.vehicle->entries) {
    entry.markers = entry.risk = entry.owner = entry.contact = entry.authoriser = hostile;
    entry.reason = "ü" + std::string(3000, 'x');
  }
  const std::string text = to_json(event);
  EXPECT_LE(text.size(), kLongestMessage);
  const AlertReading reading = from_json(text);
  ASSERT_TRUE(reading.event) << reading.fault;
  EXPECT_EQ(reading.event->vehicle->entries.size(), 16U);
  EXPECT_TRUE(reading.event->vehicle->entries.front().reason->ends_with("…"));
}

TEST(AlertJson, replaces_bytes_that_are_no_utf8) {
  AlertEvent event = made_hit();
  event.stream = "5f";
  event.seq = 1;
  event.vehicle->entries.front().reason = "caf\xE9";
  const AlertReading reading = from_json(to_json(event));
  ASSERT_TRUE(reading.event) << reading.fault;
  EXPECT_EQ(reading.event->vehicle->entries.front().reason, "caf\uFFFD");
}

TEST(AlertJson, passes_over_fields_that_it_does_not_know) {
  Json message = good_message();
  message["weather"] = {{"name", "rain"}};
  message["vehicle"]["make"] = "Ford";
  EXPECT_TRUE(from_json(message.dump()).event);
}

struct Refusal {
  const char* name;
  void (*spoil)(Json&);
  const char* fault;
};

class RefusedMessage : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedMessage, names_the_field_and_what_is_wrong) {
  Json message = good_message();
  GetParam().spoil(message);
  const AlertReading reading = from_json(message.dump());
  EXPECT_FALSE(reading.event);
  EXPECT_EQ(reading.fault, GetParam().fault);
}

INSTANTIATE_TEST_SUITE_P(
    AlertJson, RefusedMessage,
    testing::Values(
        Refusal{"no_stream", [](Json& m) { m.erase("stream"); }, "stream: is missing"},
        Refusal{"empty_stream", [](Json& m) { m["stream"] = ""; }, "stream: is empty"},
        Refusal{"no_seq", [](Json& m) { m.erase("seq"); }, "seq: is missing"},
        Refusal{"seq_zero", [](Json& m) { m["seq"] = 0; }, "seq: is out of range"},
        Refusal{"seq_negative", [](Json& m) { m["seq"] = -1; }, "seq: is out of range"},
        Refusal{"seq_fraction", [](Json& m) { m["seq"] = 1.5; }, "seq: is no whole number"},
        Refusal{"seq_huge", [](Json& m) { m["seq"] = UINT64_MAX; }, "seq: is out of range"},
        Refusal{"event_unknown", [](Json& m) { m["event"] = "exploded"; },
                "event: is a word that the format does not know"},
        Refusal{"kind_is_number", [](Json& m) { m["kind"] = 3; }, "kind: is no text"},
        Refusal{"priority_101", [](Json& m) { m["priority"] = 101; }, "priority: is out of range"},
        Refusal{"journalled_text", [](Json& m) { m["journalled"] = "yes"; },
                "journalled: is neither true nor false"},
        Refusal{"long_feed", [](Json& m) { m["feed"] = std::string(300, 'f'); }, "feed: is too long"},
        Refusal{"local_time", [](Json& m) { m["captured_at"] = "2026-11-21T20:00:00"; },
                "captured_at: is no time in UTC"},
        Refusal{"clock_is_text", [](Json& m) { m["clock"] = "ntp"; }, "clock: is no object"},
        Refusal{"latitude",
                [](Json& m) {
                  m["place"] = {{"lat", 91}, {"lon", 0}};
                },
                "place.lat: is out of range"},
        Refusal{"half_a_place",
                [](Json& m) {
                  m["place"] = {{"lat", 51}};
                },
                "place.lat: comes without lon"},
        Refusal{"no_vehicle", [](Json& m) { m.erase("vehicle"); }, "vehicle: is missing"},
        Refusal{"heat_without_heat", [](Json& m) { m["kind"] = "heat_contact"; }, "heat: is missing"},
        Refusal{"match", [](Json& m) { m["vehicle"]["match"] = "perhaps"; },
                "vehicle.match: is neither exact nor possible"},
        Refusal{"confidence", [](Json& m) { m["vehicle"]["read_confidence"] = 1.01; },
                "vehicle.read_confidence: is out of range"},
        Refusal{"entries_no_list", [](Json& m) { m["vehicle"]["entries"] = 1; },
                "vehicle.entries: is no list"},
        Refusal{"entry_no_object", [](Json& m) { m["vehicle"]["entries"] = {1}; },
                "vehicle.entries: has an item that is no object"},
        Refusal{"second_entry_without_mark",
                [](Json& m) {
                  m["vehicle"]["entries"].push_back({{"list", "x"}});
                },
                "vehicle.entries[1].mark: is missing"},
        Refusal{"many_areas", [](Json& m) { m["areas"] = std::vector<std::string>(65, "a"); },
                "areas: has too many items"},
        Refusal{"digest",
                [](Json& m) {
                  m["evidence"] = {{{"name", "plate"}, {"sha256", "XYZ"}}};
                },
                "evidence[0].sha256: is not 64 lower-case hex digits"}),
    [](const auto& refusal) { return refusal.param.name; });

TEST(AlertJson, refuses_what_is_no_message_at_all) {
  EXPECT_EQ(from_json("").fault, "not JSON");
  EXPECT_EQ(from_json("{\"stream\":").fault, "not JSON");
  EXPECT_EQ(from_json("[]").fault, "no JSON object");
  EXPECT_EQ(from_json("\xFF\xFE").fault, "not JSON");
  EXPECT_EQ(from_json(std::string(kLongestMessage + 1, ' ')).fault, "longer than 65536 bytes");
  EXPECT_EQ(from_json(std::string(60000, '[')).fault, "not JSON");
  const std::string deep = "{\"a\":" + std::string(20000, '[') + std::string(20000, ']') + "}";
  EXPECT_EQ(from_json(deep).fault, "nested too deeply");
}

TEST(AlertJson, refuses_a_name_that_stands_there_twice) {
  std::string text = good_message().dump();
  text.insert(1, "\"seq\":9,");
  EXPECT_EQ(from_json(text).fault, "has a name twice");
}

}  // namespace
}  // namespace nightjar
