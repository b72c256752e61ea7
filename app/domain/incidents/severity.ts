/** What an incident came to: nothing yet, little, or harm to people or to a machine. */
export const INCIDENT_SEVERITIES = ['near_miss', 'minor', 'serious'] as const
export type IncidentSeverity = (typeof INCIDENT_SEVERITIES)[number]
