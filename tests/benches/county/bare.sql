-- What the report of a year needs, written by hand for the database as it stands: values and
-- left-out counts of every figure. A column "code" is the count of records, "code#above" and
-- "code#below" are what is divided, "code#value" is what is printed before it is scaled.
-- {at} picks the row that stands for each record, {counts} those of them that count, {still:x}
-- a counting row of alias x, {shared} what the figures of a statement have in common.

-- department: industry
SELECT COUNT(*) AS total FROM designation c WHERE {at};
SELECT COUNT(*) AS total FROM engagement c WHERE {at};
SELECT COUNT(*) AS total FROM difficulty c WHERE {at};
SELECT COUNT(*) AS total FROM trade_bulletin c WHERE {at};
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts} AND {new}) AS "industry.above_scale.new",
  COUNT(DISTINCT c.enterprise_id) FILTER (WHERE {counts} AND {new}) AS "industry.above_scale.new#value"
  FROM designation c WHERE {at} AND c.first_date BETWEEN {first} AND {last};
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts} AND c.scheme = 1) AS "industry.above_scale.total",
  COUNT(DISTINCT c.enterprise_id) FILTER (WHERE {counts} AND c.scheme = 1) AS "industry.above_scale.total#value"
  FROM designation c WHERE {at} AND c.first_date <= {last} AND (c.last_date = '' OR c.last_date >= {last});
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts} AND c.scheme IN (2, 3) AND {first giant}) AS "industry.little_giant.new",
  COUNT(DISTINCT c.enterprise_id) FILTER (WHERE {counts} AND c.scheme IN (2, 3) AND {first giant}) AS "industry.little_giant.new#value"
  FROM designation c WHERE {at} AND c.announce_date BETWEEN {first} AND {last};
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts} AND c.type = 2 AND c.topic = 1) AS "industry.press_conference.count"
  FROM engagement c WHERE {at} AND c.hold_date > '' AND c.hold_date <= {last};
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts} AND c.type = 1) AS "industry.symposium.total"
  FROM engagement c WHERE {at} AND c.hold_date BETWEEN {first} AND {last};
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts}) AS "industry.difficulty.raised"
  FROM difficulty c WHERE {at} AND c.raise_date BETWEEN {first} AND {last};
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts}) AS "industry.difficulty.open"
  FROM difficulty c WHERE {at} AND c.raise_date <= {last} AND (c.resolve_date = '' OR c.resolve_date > {last});
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts} AND c.resolved_on_site = 1) AS "industry.difficulty.solved",
  COUNT(DISTINCT c.enterprise_id) FILTER (WHERE {counts} AND c.resolved_on_site = 1) AS "industry.difficulty.enterprises#value"
  FROM difficulty c WHERE {at} AND c.resolve_date BETWEEN {first} AND {last};
SELECT {shared}, COUNT(DISTINCT c.last_date) FILTER (WHERE {counts}) AS covered,
  MAX(c.last_date) FILTER (WHERE {counts}) AS last_day,
  COUNT(*) FILTER (WHERE {counts}) AS "industry.trade.total",
  CAST(SUM(c.value_fen) FILTER (WHERE {counts}) AS BIGINT) AS "industry.trade.total#value",
  COUNT(*) FILTER (WHERE {counts} AND c.direction = 1) AS "industry.trade.exports",
  CAST(SUM(c.value_fen) FILTER (WHERE {counts} AND c.direction = 1) AS BIGINT) AS "industry.trade.exports#value",
  COUNT(*) FILTER (WHERE {counts} AND c.direction = 2) AS "industry.trade.imports",
  CAST(SUM(c.value_fen) FILTER (WHERE {counts} AND c.direction = 2) AS BIGINT) AS "industry.trade.imports#value"
  FROM trade_bulletin c WHERE {at} AND c.last_date BETWEEN {first} AND {last};

-- department: ecology
SELECT COUNT(*) AS total FROM designation c WHERE {at};
SELECT COUNT(*) AS total FROM air_day c WHERE {at};
SELECT COUNT(*) AS total FROM water_source c WHERE {at};
SELECT COUNT(*) AS total FROM water_sample c WHERE {at};
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts} AND c.scheme = 6 AND c.level = 4 AND {first title}) AS "ecology.green_factory.new_national",
  COUNT(DISTINCT c.holder_id) FILTER (WHERE {counts} AND c.scheme = 6 AND c.level = 4 AND {first title}) AS "ecology.green_factory.new_national#value",
  COUNT(*) FILTER (WHERE {counts} AND c.scheme = 4 AND c.level = 3 AND {first title}) AS "ecology.forest_town.new",
  COUNT(DISTINCT c.holder_id) FILTER (WHERE {counts} AND c.scheme = 4 AND c.level = 3 AND {first title}) AS "ecology.forest_town.new#value",
  COUNT(*) FILTER (WHERE {counts} AND c.scheme = 5 AND c.level = 3 AND {first title}) AS "ecology.forest_village.new",
  COUNT(DISTINCT c.holder_id) FILTER (WHERE {counts} AND c.scheme = 5 AND c.level = 3 AND {first title}) AS "ecology.forest_village.new#value",
  COUNT(*) FILTER (WHERE {counts} AND c.scheme = 1 AND c.level = 3 AND {first title}) AS "ecology.eco_village.new",
  COUNT(DISTINCT c.holder_id) FILTER (WHERE {counts} AND c.scheme = 1 AND c.level = 3 AND {first title}) AS "ecology.eco_village.new#value"
  FROM designation c WHERE {at} AND c.announce_date BETWEEN {first} AND {last};
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts} AND c.scheme = 6 AND c.level = 4) AS "ecology.green_factory.total",
  COUNT(DISTINCT c.holder_id) FILTER (WHERE {counts} AND c.scheme = 6 AND c.level = 4) AS "ecology.green_factory.total#value",
  COUNT(*) FILTER (WHERE {counts} AND c.scheme = 1 AND c.level = 3) AS "ecology.eco_village.total",
  COUNT(DISTINCT c.holder_id) FILTER (WHERE {counts} AND c.scheme = 1 AND c.level = 3) AS "ecology.eco_village.total#value",
  COUNT(*) FILTER (WHERE {counts} AND c.scheme = 2 AND c.level IN (3, 4)) AS "ecology.eco_township.total",
  COUNT(DISTINCT c.holder_id) FILTER (WHERE {counts} AND c.scheme = 2 AND c.level IN (3, 4)) AS "ecology.eco_township.total#value"
  FROM designation c WHERE {at} AND c.announce_date <= {last} AND (c.last_date = '' OR c.last_date >= {last});
SELECT {shared}, COUNT(DISTINCT c.date) FILTER (WHERE {counts} AND c.valid = 1) AS covered,
  COUNT(*) FILTER (WHERE {counts} AND c.valid = 1) AS "ecology.air.valid_days",
  COUNT(*) FILTER (WHERE {counts} AND c.valid = 1 AND c.aqi <= 100) AS "ecology.air.good_days_rate#above",
  COUNT(*) FILTER (WHERE {counts} AND c.valid = 1) AS "ecology.air.good_days_rate#below"
  FROM air_day c WHERE {at} AND c.date BETWEEN {first} AND {last};
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts} AND c.level = 1) AS "ecology.water.county_sources",
  COUNT(DISTINCT c.code) FILTER (WHERE {counts} AND c.level = 1) AS "ecology.water.county_sources#value"
  FROM water_source c WHERE {at} AND c.first_date <= {last} AND (c.last_date = '' OR c.last_date >= {last});
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts} AND c.compliant = 1 AND {of county}) AS "ecology.water.source_compliance#above",
  COUNT(*) FILTER (WHERE {counts} AND {of county}) AS "ecology.water.source_compliance#below"
  FROM water_sample c WHERE {at} AND c.sample_date BETWEEN {first} AND {last};

-- department: governance
SELECT COUNT(*) AS total FROM discipline_return c WHERE {at};
SELECT COUNT(*) AS total FROM center c WHERE {at};
SELECT COUNT(*) AS total FROM division c WHERE {at};
SELECT COUNT(*) AS total FROM village_service c WHERE {at};
SELECT COUNT(*) AS total FROM establishment c WHERE {at};
SELECT COUNT(*) AS total FROM reception c WHERE {at};
SELECT COUNT(*) AS total FROM case_file c WHERE {at};
SELECT {shared}, COUNT(DISTINCT c.last_date) FILTER (WHERE {counts}) AS covered,
  MAX(c.last_date) FILTER (WHERE {counts}) AS last_day,
  COUNT(*) FILTER (WHERE {counts}) AS "governance.discipline.closed_cases",
  CAST(SUM(c.concluded_count) FILTER (WHERE {counts}) AS BIGINT) AS "governance.discipline.closed_cases#value",
  CAST(SUM(c.pending_start_count) FILTER (WHERE {counts} AND c.first_date = {first}) AS BIGINT)
    + CAST(SUM(c.accepted_count) FILTER (WHERE {counts}) AS BIGINT) AS "governance.discipline.closure_rate#below",
  CAST(SUM(c.trial_days) FILTER (WHERE {counts}) AS BIGINT) AS "governance.discipline.avg_trial_days#above"
  FROM discipline_return c WHERE {at} AND c.last_date BETWEEN {first} AND {last};
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts}) AS "governance.centers.total",
  COUNT(DISTINCT c.division) FILTER (WHERE {counts}) AS "governance.centers.divisions#value"
  FROM center c WHERE {at} AND c.first_date <= {last} AND (c.last_date = '' OR c.last_date >= {last});
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts} AND c.level IN (1, 2, 3)) AS "governance.divisions.total",
  COUNT(DISTINCT c.division) FILTER (WHERE {counts} AND c.level IN (1, 2, 3)) AS "governance.divisions.total#value",
  COUNT(*) FILTER (WHERE {counts} AND c.level = 3) AS "governance.villages.total",
  COUNT(DISTINCT c.division) FILTER (WHERE {counts} AND c.level = 3) AS "governance.villages.total#value"
  FROM division c WHERE {at} AND c.first_date <= {last} AND (c.last_date = '' OR c.last_date >= {last});
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts} AND c.type = 1) AS "governance.legal_advisor.villages",
  COUNT(DISTINCT c.division) FILTER (WHERE {counts} AND c.type = 1) AS "governance.legal_advisor.villages#value",
  COUNT(*) FILTER (WHERE {counts} AND c.type = 2) AS "governance.xiangxian.villages",
  COUNT(DISTINCT c.division) FILTER (WHERE {counts} AND c.type = 2) AS "governance.xiangxian.villages#value"
  FROM village_service c WHERE {at} AND c.first_date <= {last} AND (c.last_date = '' OR c.last_date >= {last});
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts} AND c.type = 1) AS "governance.mediation.xuhui_studios",
  COUNT(*) FILTER (WHERE {counts} AND c.type = 2) AS "governance.police.fengqiao_stations",
  COUNT(DISTINCT c.code) FILTER (WHERE {counts} AND c.type = 2) AS "governance.police.fengqiao_stations#value"
  FROM establishment c WHERE {at} AND c.first_date <= {last} AND (c.last_date = '' OR c.last_date >= {last});
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts} AND c.type = 3 AND c.last_date = '') AS "governance.pilots.innovation_sites",
  COUNT(*) FILTER (WHERE {counts} AND c.type = 4 AND c.level = 3 AND c.last_date = '') AS "governance.rural_demo.villages",
  COUNT(DISTINCT c.division) FILTER (WHERE {counts} AND c.type = 4 AND c.level = 3 AND c.last_date = '') AS "governance.rural_demo.villages#value",
  COUNT(*) FILTER (WHERE {counts} AND c.type = 5 AND c.level = 3 AND c.last_date = '') AS "governance.beautiful_town.count",
  COUNT(DISTINCT c.division) FILTER (WHERE {counts} AND c.type = 5 AND c.level = 3 AND c.last_date = '') AS "governance.beautiful_town.count#value"
  FROM establishment c WHERE {at} AND c.first_date BETWEEN {programme} AND {last};
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts}) AS "governance.reception.visits",
  CAST(SUM(c.person_count) FILTER (WHERE {counts}) AS BIGINT) AS "governance.reception.visits#value"
  FROM reception c WHERE {at} AND c.receive_date BETWEEN {programme} AND {last};
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts} AND c.disposition = 1) AS "governance.reception.direct_replies"
  FROM reception c WHERE {at} AND c.answer_date BETWEEN {programme} AND {last};
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts}) AS "governance.disputes.accepted",
  COUNT(*) FILTER (WHERE {counts} AND c.outcome = 1 AND c.conclude_date > '' AND c.conclude_date <= {last}) AS "governance.disputes.resolution_rate#above"
  FROM case_file c WHERE {at} AND c.accept_date BETWEEN {first} AND {last};

-- department: cadre
SELECT COUNT(*) AS total FROM work_log c WHERE {at};
SELECT {shared},
  COUNT(*) FILTER (WHERE {counts}) AS "cadre.worklog.logs",
  COUNT(DISTINCT c.cadre_id) FILTER (WHERE {counts}) AS "cadre.worklog.cadres#value"
  FROM work_log c WHERE {at} AND c.date BETWEEN {first} AND {last};
SELECT {shared} FROM parameter c WHERE {at} AND c.code = 'worklog.saturation.threshold'
  AND c.first_date <= {last} AND (c.last_date = '' OR c.last_date >= {last});
SELECT c.id, c.first_date, c.last_date FROM cadre c WHERE c.county = '421222' AND {still:c};
SELECT c.cadre_id, c.half_day, c.first_date, c.last_date FROM leave c
  WHERE c.county = '421222' AND {still:c} AND c.first_date <= {last} AND c.last_date >= {first};
SELECT c.cadre_id, COUNT(DISTINCT c.date) AS days FROM work_log c
  WHERE c.county = '421222' AND {still:c} AND c.date BETWEEN {first} AND {last}
  AND c.date NOT IN ({rest}) GROUP BY c.cadre_id;
SELECT c.cadre_id, c.date FROM leave v CROSS JOIN work_log c
  WHERE v.county = '421222' AND {still:v} AND c.county = v.county AND c.cadre_id = v.cadre_id
  AND v.first_date <= {last} AND v.last_date >= {first} AND {still:c}
  AND c.date BETWEEN CASE WHEN v.first_date > {first} THEN v.first_date ELSE {first} END
  AND CASE WHEN v.last_date < {last} THEN v.last_date ELSE {last} END GROUP BY c.cadre_id, c.date;
SELECT c.cadre_id, c.date FROM cadre v CROSS JOIN work_log c
  WHERE v.county = '421222' AND {still:v} AND (v.first_date > {first} OR v.last_date > '' AND v.last_date < {last})
  AND c.county = v.county AND c.cadre_id = v.id AND {still:c}
  AND c.date BETWEEN {first} AND {last} GROUP BY c.cadre_id, c.date;
