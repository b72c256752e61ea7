-- Shares of hours read a resource's facts over their windows, outside booking_facts and so without its setting:
-- planned anew at each call that took 4.3 ms, all that booking_facts reads 2.3 (0008_plans tells why).
ALTER FUNCTION resource_facts(text[], timestamptz, timestamptz, timestamptz, uuid) SET plan_cache_mode = force_generic_plan;
