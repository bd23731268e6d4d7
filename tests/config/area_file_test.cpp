#include "config/area_file.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nightjar {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string feature(const std::string& name, const std::string& type, const std::string& coordinates) {
  return fmt::format(
      R"({{"type":"Feature","properties":{{"name":{}}},"geometry":{{"type":"{}","coordinates":{}}}}})", name,
      type, coordinates);
}

std::string collection(const std::vector<std::string>& features) {
  return fmt::format("{{\"type\": \"FeatureCollection\",\n \"features\": [\n{}\n]}}\n",
                     fmt::join(features, ",\n"));
}

const std::string kSquare = "[[[-1.2,51],[-1.1,51],[-1.1,51.1],[-1.2,51.1],[-1.2,51]]]";

std::vector<std::string> errors_of(const std::string& bad) {
  return parse_areas(collection({feature("\"beat\"", "Polygon", kSquare), bad}), "areas.geojson").errors;
}

TEST(AreaFile, reads_polygons_with_holes_and_parts_and_joins_features_of_one_name) {
  const auto read = parse_areas(
      collection({feature("\"beat\"", "Polygon", kSquare),
                  feature("\"wood\"", "MultiPolygon",
                          "[[[[0,50],[1,50],[1,51],[0,50]],[[0.4,50.1],[0.6,50.1],[0.6,50.3],[0.4,50.1]]]]"),
                  feature("\"beat\"", "Polygon", "[[[2,51,80],[3,51,80],[3,52,80],[2,51,80]]]")}),
      "areas.geojson");
  ASSERT_THAT(read.errors, IsEmpty());
  ASSERT_THAT(read.areas, SizeIs(2));
  EXPECT_EQ(read.areas[0].name, "beat");
  ASSERT_THAT(read.areas[0].polygons, SizeIs(2));
  EXPECT_THAT(read.areas[0].polygons[0].outer, SizeIs(4)) << "the closing corner is the first one";
  EXPECT_EQ(read.areas[0].polygons[0].outer[1].longitude_deg, -1.1);
  EXPECT_EQ(read.areas[0].polygons[0].outer[1].latitude_deg, 51);
  EXPECT_THAT(read.areas[1].polygons[0].holes, SizeIs(1));
}

TEST(AreaFile, names_line_and_key_of_every_mistake_and_goes_on) {
  const auto read = parse_areas(
      collection({feature("5", "Polygon", kSquare), feature("\"line\"", "LineString", "[[0,50],[1,50]]"),
                  feature("\"good\"", "Polygon", kSquare),
                  "{\"type\":\"Feature\",\"properties\":{\"name\":\"x\"}}"}),
      "areas.geojson");
  EXPECT_THAT(
      read.errors,
      ElementsAre("areas.geojson:3: features[0].properties.name: found 5, expected the area's name",
                  "areas.geojson:4: features[1].geometry.type: found \"LineString\", expected Polygon or "
                  "MultiPolygon",
                  "areas.geojson:6: features[3].geometry: missing"));
  EXPECT_THAT(read.areas, SizeIs(1));
}

TEST(AreaFile, repairs_nothing) {
  EXPECT_THAT(errors_of(feature("\"a\"", "Polygon", "[[[-1.2,51],[-1.1,51],[-1.1,51.1],[-1.2,51.1]]]")),
              ElementsAre(HasSubstr("the ring is open")));
  EXPECT_THAT(errors_of(feature("\"a\"", "Polygon", "[[[51,-1.2],[51,-1.1],[91.5,-1.1],[51,-1.2]]]")),
              IsEmpty())
      << "latitudes below 90 in the wrong place cannot be told";
  EXPECT_THAT(errors_of(feature("\"a\"", "Polygon",
                                "[[[458000,123000],[459000,123000],[459000,124000],[458000,123000]]]")),
              ElementsAre(HasSubstr("found [458000,123000], expected [longitude, latitude] in degrees")));
  EXPECT_THAT(errors_of(feature("\"a\"", "Polygon", "[[[0,50],[1,51],[2,52],[0,50]]]")),
              ElementsAre(HasSubstr("lie on one line")));
  EXPECT_THAT(errors_of(feature("\"a\"", "Polygon", "[[[179,50],[-179,50],[-179,51],[179,50]]]")),
              ElementsAre(HasSubstr("crosses the date line")));
  EXPECT_THAT(errors_of(feature("\"a\"", "Polygon", "[[[0,50],[1,null],[1,51],[0,50]]]")),
              ElementsAre(HasSubstr("features[1].geometry.coordinates[0][1]: found [1,null]")));
}

TEST(AreaFile, says_where_it_is_no_json_and_where_no_collection) {
  EXPECT_THAT(parse_areas("{\"type\":\n\"FeatureCollection\",\n oops", "a.geojson").errors,
              ElementsAre("a.geojson:3: not JSON, expected GeoJSON"));
  EXPECT_THAT(parse_areas("[]", "a.geojson").errors,
              ElementsAre("a.geojson:1: type: expected a FeatureCollection with its features"));
  EXPECT_THAT(parse_areas("", "a.geojson").errors, SizeIs(1));
  EXPECT_THAT(read_area_file("/nowhere/a.geojson").errors, ElementsAre("/nowhere/a.geojson: cannot be read"));
}

TEST(AreaFile, survives_what_is_of_another_shape) {
  for (const char* bad : {"null", "7", "[]", "{}", R"({"type":"Feature","properties":null,"geometry":null})",
                          R"({"type":"Feature","properties":{"name":"a"},"geometry":[]})",
                          R"({"type":"Feature","properties":{"name":"a"},"geometry":{"type":"Polygon"}})"})
    EXPECT_THAT(errors_of(bad), SizeIs(1)) << bad;
  EXPECT_THAT(errors_of(feature("\"a\"", "Polygon", "{}")), SizeIs(1));
  EXPECT_THAT(errors_of(feature("\"a\"", "MultiPolygon", "[]")), SizeIs(1));
}

}  // namespace
}  // namespace nightjar
